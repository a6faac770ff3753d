package io.tidemill.engine.message;

/// How consecutive slots of a schedule of the sender stand.
///
/// @param from where the data interval of the first begins, in milliseconds since 1970
/// @param until where that of the last ends, not part of it
/// @param problem why they have no result, empty where their runs succeeded
public record SlotTold(String schedule, long from, long until, String problem) implements Message {}
