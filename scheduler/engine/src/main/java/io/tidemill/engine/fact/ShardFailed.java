package io.tidemill.engine.fact;

/// An attempt of a shard ended without success. What follows for the shard is a fact of its own.
public record ShardFailed(int dag, long run, int task, int shard, int attempt, Failure failure, long queuedMicros,
    long ranMicros) implements TaskFact {}
