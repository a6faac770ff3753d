package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One input of a body.
public sealed interface InputValue {
  /// The result of a task.
  record Single(WireValue value) implements InputValue {}

  /// The results of a sharded task.
  ///
  /// @param count shards in all
  /// @param keys keys of all shards, [Packed] UTF-8 strings by index; null where there are no shards
  /// @param blocks results of the shards that succeeded; where an index stands in several blocks, the last counts
  /// @param failed indexes of the shards that failed and were tolerated, ascending
  record Sharded(int count, @Nullable WireValue keys, List<ResultBlock> blocks, List<Integer> failed)
      implements InputValue {}

  /// How a task ended.
  ///
  /// @param state name of the terminal state
  /// @param value its result, null where there is none
  record Ended(String state, @Nullable WireValue value) implements InputValue {}
}
