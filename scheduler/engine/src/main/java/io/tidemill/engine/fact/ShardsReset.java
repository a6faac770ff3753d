package io.tidemill.engine.fact;

/// Some shards of a task are ready again, for a rerun; the others keep their results.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsReset(int dag, long run, int task, int[] shards) implements TaskFact {}
