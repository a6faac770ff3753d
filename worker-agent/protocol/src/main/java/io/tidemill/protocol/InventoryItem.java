package io.tidemill.protocol;

/// Work of an agent whose end is not durable yet: it waits, runs, or its end is not acknowledged.
///
/// @param key the attempt, or the assignment of shards
/// @param attempts number of its attempts whose end is not acknowledged, at least 1
public record InventoryItem(AttemptKey key, int attempts) {}
