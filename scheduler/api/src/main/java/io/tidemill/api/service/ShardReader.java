package io.tidemill.api.service;

import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.ShardsView.ErrorGroup;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.engine.state.ShardState;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ShardStates;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.RunChunk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the shards of a task: from memory while its run is active, from the run's last snapshot after that.
///
/// @param task index of the task
record ShardReader(SchedulerNode node, OwnerQueries owner, Catalog.Dag dag, long run, int task) {
  /// What makes failures alike: numbers in their messages do not count.
  private record Fingerprint(String kind, String type, String message, String place) {
    static Fingerprint of(FailureRow row) {
      return new Fingerprint(row.kind(), row.type(), row.message().replaceAll("\\d+", "#"), row.place());
    }
  }

  private static final class Group {
    private final FailureRow first;
    private final BitSet shards = new BitSet();
    private int attempts;

    Group(FailureRow first) {
      this.first = first;
    }

    void add(FailureRow row) {
      shards.set(Math.max(0, row.shard()));
      attempts++;
    }

    ErrorGroup view() {
      return new ErrorGroup(first.kind(), first.type(), first.message(), first.place(), shards.cardinality(), attempts,
          first.shard(), first.shardKey());
    }
  }

  ShardsView read(ShardFilter filter) {
    ShardStates all = states();
    Map<String, Integer> counts = new TreeMap<>();
    StringBuilder letters = new StringBuilder(all.states().size());
    for (ShardState state : all.states()) {
      counts.merge(state.name(), 1, Integer::sum);
      letters.append(ShardsView.LETTERS.charAt(state.ordinal()));
    }
    List<FailureRow> failures = node.store()
        .queries()
        .failures(dag.number(), run, task, ShardsView.MOST_FAILURES + 1);
    List<Shard> shards = list(all, filter);
    boolean more = shards.size() > filter.limit();
    List<Shard> shown = more ? shards.subList(0, filter.limit()) : shards;
    return new ShardsView(all.states().size(), counts, letters.toString(), groups(failures),
        failures.size() > ShardsView.MOST_FAILURES, shown, more ? Integer.valueOf(shown.getLast().index()) : null);
  }

  ShardStates states() {
    ShardStates active = owner.shardStates(dag, run, task);
    if (active != null) {
      return active;
    }
    List<byte[]> chunks = node.store().queries().finalState(dag.number(), run).stream().map(RunChunk::bytes).toList();
    return chunks.isEmpty()
        ? ShardStates.NONE
        : ShardStates.of(new SnapshotDecoder(node.graphs()).decode(dag.number(), run, chunks), task);
  }

  private List<Shard> list(ShardStates all, ShardFilter filter) {
    if (all.states().isEmpty()) {
      return List.of();
    }
    ShardNames names = ShardNames.of(node, owner, dag, run);
    List<Shard> shards = new ArrayList<>();
    for (int shard = Math.max(0, filter.after() + 1); shard < all.states().size()
        && shards.size() <= filter.limit(); shard++) {
      ShardState state = all.states().get(shard);
      if (filter.state().isEmpty() || filter.state().contains(state)) {
        shards.add(shard(all, shard, names.name(task, shard)));
      }
    }
    return shards;
  }

  private Shard shard(ShardStates all, int shard, @Nullable String key) {
    int ran = all.ranMillis().get(shard);
    long assigned = all.assignedAt().get(shard);
    return new Shard(shard, key, all.states().get(shard), all.attempts().get(shard),
        node.agentName(all.agents().get(shard)), ran < 0 ? null : Integer.valueOf(ran),
        assigned == 0 ? null : Instant.ofEpochMilli(assigned));
  }

  private static List<ErrorGroup> groups(List<FailureRow> failures) {
    Map<Fingerprint, Group> groups = new LinkedHashMap<>();
    failures.stream()
        .limit(ShardsView.MOST_FAILURES)
        .forEach(row -> groups.computeIfAbsent(Fingerprint.of(row), _ -> new Group(row)).add(row));
    return groups.values()
        .stream()
        .map(Group::view)
        .sorted(Comparator.comparingInt(ErrorGroup::shards).reversed())
        .toList();
  }
}
