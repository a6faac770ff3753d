package io.tidemill.engine.state;

/// Consecutive slots of a schedule. Times are milliseconds since 1970.
///
/// @param first time of the first of them
/// @param last time of the last of them
/// @param count how many they are, at least 1
public record SlotSpan(long first, long last, int count) {}
