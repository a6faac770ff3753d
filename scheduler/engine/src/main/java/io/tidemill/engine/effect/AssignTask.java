package io.tidemill.engine.effect;

import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Give an attempt to an agent.
///
/// @param agent its incarnation
/// @param expand true: make the shards of the task, do not run its body
/// @param previous shards that the task had before, where it makes them anew; else null
/// @param requirement what its agent must have
/// @param again true: sent before, so that no slot was taken for it now
public record AssignTask(long agent, RunRef ref, int task, int attempt, long nonce, boolean expand,
    List<TaskInput> inputs, @Nullable Previous previous, Requirement requirement, boolean again) implements Effect {
  /// Shards that a task had before. Their keys keep their indexes.
  ///
  /// @param count how many they are
  /// @param keys their packed keys
  /// @param elements their packed elements, null where none of them keeps its result
  public record Previous(int count, Value keys, @Nullable Value elements) {}
}
