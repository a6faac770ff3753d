package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.Value;
import java.util.List;

/// An agent says how shards of an assignment ended.
///
/// @param nonce random number of the assignment
/// @param shards those that succeeded
/// @param results their results, packed in the same order
/// @param failed those that did not
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record ShardsEnded(int dag, long run, int task, long nonce, int[] shards, Value results, List<Failed> failed)
    implements Input {
  /// A shard that did not succeed.
  public record Failed(int shard, Failure failure, long queuedMicros, long ranMicros) {}
}
