package io.tidemill.engine.fact;

import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.Value;

/// Shards returned their results, packed in the order of the shards.
///
/// @param shards indexes of the shards; -1 where a result came too late and does not count
/// @param spent what they have cost together
/// @param ranMillis how long each ran, in the same order, in milliseconds; empty where that is not known
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsSucceeded(int dag, long run, int task, int[] shards, Value results, ResourceUsage spent,
    int[] ranMillis) implements TaskFact {
  /// Shards of which it is not known how long each ran.
  public ShardsSucceeded(int dag, long run, int task, int[] shards, Value results, ResourceUsage spent) {
    this(dag, run, task, shards, results, spent, new int[0]);
  }

  /// Shards of which it is not known what they have cost.
  public ShardsSucceeded(int dag, long run, int task, int[] shards, Value results) {
    this(dag, run, task, shards, results, ResourceUsage.NONE);
  }
}
