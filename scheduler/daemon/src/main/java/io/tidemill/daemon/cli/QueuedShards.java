package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.engine.state.ShardState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Finds the shards of a task that certainly wait on their agent for a slot: an agent starts those of one task in the order in which it got
/// them, and runs no more than it has slots.
final class QueuedShards {
  /// Pages of shards that are looked at.
  private static final int MOST_PAGES = 20;

  private QueuedShards() {}

  /// Their indexes.
  static Set<Integer> of(Operations operations, String dag, long run, String task) {
    Map<String, List<Shard>> byAgent = new HashMap<>();
    Integer after = -1;
    for (int page = 0; after != null && page < MOST_PAGES; page++) {
      ShardsView part = operations.tasks()
          .shards(dag, run, task, new ShardFilter(List.of(ShardState.ASSIGNED), after, ShardFilter.MOST));
      for (Shard shard : part.shards()) {
        String agent = shard.agent();
        if (agent != null) {
          byAgent.computeIfAbsent(agent, _ -> new ArrayList<>()).add(shard);
        }
      }
      after = part.next();
    }
    Set<Integer> queued = new HashSet<>();
    if (!byAgent.isEmpty()) {
      for (AgentView agent : operations.agents().list()) {
        byAgent.getOrDefault(agent.name(), List.of())
            .stream()
            .sorted(Comparator
                .comparing((Shard shard) -> Objects.requireNonNullElse(shard.assignedAt(), Instant.EPOCH))
                .thenComparing(Shard::index))
            .skip(agent.slots())
            .forEach(shard -> queued.add(shard.index()));
      }
    }
    return queued;
  }
}
