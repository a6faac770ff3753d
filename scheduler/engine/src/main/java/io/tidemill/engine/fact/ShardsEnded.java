package io.tidemill.engine.fact;

import io.tidemill.engine.state.ShardState;

/// Shards are over without a result.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsEnded(int dag, long run, int task, int[] shards, ShardState state) implements TaskFact {}
