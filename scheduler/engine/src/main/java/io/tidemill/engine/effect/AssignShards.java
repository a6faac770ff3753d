package io.tidemill.engine.effect;

import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Give shards to an agent.
///
/// @param agent its incarnation
/// @param spans the shards with their attempt numbers
/// @param keys packed keys of all shards
/// @param elements packed elements of all shards, null where the task is aligned
/// @param aligned blocks of the task before that hold the results of these shards, where a shard stands in several the
///     last counts; null where the task is not aligned
/// @param requirement what its agent must have
/// @param again true: sent before, so that no slots were taken for it now
public record AssignShards(long agent, RunRef ref, int task, long nonce, List<Span> spans, Value keys,
    @Nullable Value elements, @Nullable List<ShardBlock> aligned, List<TaskInput> inputs,
    Requirement requirement, boolean again)
    implements Effect {
  /// Consecutive shards with the same attempt number.
  public record Span(int first, int end, int attempt) {}
}
