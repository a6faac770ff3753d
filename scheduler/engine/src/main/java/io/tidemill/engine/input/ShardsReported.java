package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import java.util.List;

/// An agent says how shards of an assignment ended.
///
/// @param nonce random number of the assignment
/// @param shards those that succeeded
/// @param results their results, packed in the same order
/// @param failed those that did not
/// @param spent what those that succeeded have cost
/// @param ranMillis how long each of those ran, in milliseconds; empty where that is not known
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsReported(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed,
    ResourceUsage spent, int[] ranMillis) implements TaskReport {
  /// A report where it is not known how long each ran.
  public ShardsReported(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed,
      ResourceUsage spent) {
    this(dag, run, task, nonce, shards, results, failed, spent, new int[0]);
  }

  /// A report where it is not known what it has cost.
  public ShardsReported(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed) {
    this(dag, run, task, nonce, shards, results, failed, ResourceUsage.NONE);
  }

  /// A shard that did not succeed.
  public record Failed(int shard, Failure failure, Timing timing) {}
}
