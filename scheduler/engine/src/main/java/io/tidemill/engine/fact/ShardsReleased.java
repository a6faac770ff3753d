package io.tidemill.engine.fact;

/// Shards are ready: they need no longer wait for the task before, or for the time of their next attempt.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsReleased(int dag, long run, int task, int[] shards) implements TaskFact {}
