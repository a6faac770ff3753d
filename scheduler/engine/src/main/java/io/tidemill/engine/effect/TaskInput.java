package io.tidemill.engine.effect;

import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One input of a body.
public sealed interface TaskInput {
  /// The result of a task.
  record Single(Value value) implements TaskInput {}

  /// The results of a sharded task.
  ///
  /// @param count shards in all
  /// @param keys packed keys of all shards, null where there are none
  /// @param blocks results; where a shard stands in several, the last counts
  /// @param failed indexes of the shards without a result, in their order
  /// @param order indexes of the shards that there are, in their order; empty: all
  record Sharded(int count, @Nullable Value keys, List<ShardBlock> blocks, List<Integer> failed, List<Integer> order)
      implements TaskInput {}

  /// How a task ended.
  record Ended(TaskState state, @Nullable Value value) implements TaskInput {}
}
