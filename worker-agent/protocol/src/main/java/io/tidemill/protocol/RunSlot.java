package io.tidemill.protocol;

import org.jspecify.annotations.Nullable;

/// The slot that a run is of. Times are milliseconds since 1970.
///
/// @param schedule name of the schedule
/// @param time the instant the schedule names
/// @param intervalStart beginning of its data interval; its time where it has none
/// @param intervalEnd end of its data interval, not part of it
/// @param zone time zone of the schedule
/// @param previous how the slot before stood when the run was created, in the words of `SlotResult`; null where there is none or it is not
///     known
/// @param lastSuccess time of the newest slot before it whose run had succeeded, null for none
public record RunSlot(String schedule, long time, long intervalStart, long intervalEnd, String zone,
    @Nullable String previous, @Nullable Long lastSuccess) {}
