package io.tidemill.engine.state;

/// One slot of a schedule. Times are milliseconds since 1970.
///
/// @param schedule name of the schedule
/// @param time the instant the schedule names
/// @param intervalStart beginning of its data interval; its time where it has none
/// @param intervalEnd end of its data interval, not part of it
public record SlotRef(String schedule, long time, long intervalStart, long intervalEnd) {}
