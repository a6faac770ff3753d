package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;

/// Shards returned their results, packed in the order of the shards.
///
/// @param shards indexes of the shards; -1 where a result came too late and does not count
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsSucceeded(int dag, long run, int task, int[] shards, Value results) implements TaskFact {}
