package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One input of a body.
public sealed interface InputValue {
  /// The result of a task.
  record Single(WireValue value) implements InputValue {}

  /// The results of a sharded task.
  ///
  /// @param count total number of shards
  /// @param keys keys of all shards, [PackedBytes] UTF-8 strings by index; null if there are no shards
  /// @param blocks results of the shards that succeeded; if an index is in several blocks, the last one counts
  /// @param failed indexes of the shards that failed and were tolerated, in their order
  /// @param order indexes of the shards that there are, in their order; empty: all
  record Sharded(int count, @Nullable WireValue keys, List<ResultBlock> blocks, List<Integer> failed,
      List<Integer> order) implements InputValue {
    /// Shards of a task that was expanded once.
    public Sharded(int count, @Nullable WireValue keys, List<ResultBlock> blocks, List<Integer> failed) {
      this(count, keys, blocks, failed, List.of());
    }
  }

  /// The terminal state of a task.
  ///
  /// @param state name of the terminal state
  /// @param value its result, null if there is none
  record Ended(String state, @Nullable WireValue value) implements InputValue {}
}
