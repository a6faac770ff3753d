package io.tidemill.engine.fact;

/// Shards wait for their next attempt.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardRetriesScheduled(int dag, long run, int task, int[] shards, long dueAt) implements TaskFact {}
