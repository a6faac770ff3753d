package io.tidemill.runtime;

import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What each shard of a task is at, by index. Empty where the task has no shards yet.
///
/// @param attempts number of the newest attempt of each, 0 for none
/// @param agents incarnation of the agent that each is with, or ran on last, 0 where it is not known
/// @param ranMillis how long the last attempt of each ran that has ended, in milliseconds, -1 where it is not known
/// @param assignedAt since when each is with an agent, in milliseconds since 1970, 0 where it is with none
/// @param order indexes of those that there are since the last expansion, in its order
public record ShardStates(List<ShardState> states, List<Integer> attempts, List<Long> agents,
    List<Integer> ranMillis, List<Long> assignedAt, List<Integer> order) {
  /// No shards.
  public static final ShardStates NONE = new ShardStates(List.of(), List.of(), List.of(), List.of(), List.of(),
      List.of());

  public ShardStates {
    states = List.copyOf(states);
    attempts = List.copyOf(attempts);
    agents = List.copyOf(agents);
    ranMillis = List.copyOf(ranMillis);
    assignedAt = List.copyOf(assignedAt);
    order = List.copyOf(order);
  }

  /// Takes them from a run.
  ///
  /// @param task index of the task
  public static ShardStates of(RunState run, int task) {
    ShardTable table = run.table(task);
    int size = table == null ? 0 : table.size();
    List<ShardState> states = new ArrayList<>(size);
    List<Integer> attempts = new ArrayList<>(size);
    List<Long> agents = new ArrayList<>(size);
    List<Integer> ranMillis = new ArrayList<>(size);
    List<Long> assignedAt = new ArrayList<>(size);
    for (int shard = 0; table != null && shard < size; shard++) {
      states.add(table.state(shard));
      attempts.add(table.attempt(shard));
      ShardAssignment with = table.assignments().get(table.nonce(shard));
      agents.add(with == null ? table.ranOn(shard) : with.agent());
      ranMillis.add(table.ranMillis(shard));
      assignedAt.add(with == null ? 0L : with.at());
    }
    int[] order = table == null ? null : table.order();
    return new ShardStates(states, attempts, agents, ranMillis, assignedAt,
        (order == null ? IntStream.range(0, size) : IntStream.of(order)).boxed().toList());
  }
}
