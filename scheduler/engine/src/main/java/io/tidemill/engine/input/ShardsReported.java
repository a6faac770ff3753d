package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.Value;
import java.util.List;

/// An agent says how shards of an assignment ended.
///
/// @param nonce random number of the assignment
/// @param shards those that succeeded
/// @param results their results, packed in the same order
/// @param failed those that did not
/// @param spent what those that succeeded have cost
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsReported(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed,
    ResourceUsage spent) implements TaskReport {
  /// A report where it is not known what it has cost.
  public ShardsReported(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed) {
    this(dag, run, task, nonce, shards, results, failed, ResourceUsage.NONE);
  }

  /// A shard that did not succeed.
  ///
  /// @param cpuMicros time of the processor, -1 where it is not known
  /// @param peakBytes most memory of its process, -1 where it is not known
  public record Failed(int shard, Failure failure, long queuedMicros, long ranMicros, long cpuMicros, long peakBytes) {
    /// A shard where only the clock is known.
    public Failed(int shard, Failure failure, long queuedMicros, long ranMicros) {
      this(shard, failure, queuedMicros, ranMicros, -1, -1);
    }
  }
}
