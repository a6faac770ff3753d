package io.tidemill.protocol;

/// Work an agent has and of which the end is not durable yet: it waits, runs, or its end is not acknowledged.
///
/// @param key the attempt, or the assignment of shards
/// @param attempts how many attempts of it have an end that is not acknowledged, at least 1
public record Held(AttemptKey key, int attempts) {}
