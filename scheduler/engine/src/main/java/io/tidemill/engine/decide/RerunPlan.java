package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.reply.RerunPlanned.Change;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a rerun of an ended run executes again (semantics §6): the chosen tasks and all that depends on them. Of a sharded
/// task that did not succeed only the shards without a result, and of the tasks aligned with it only the same shards.
final class RerunPlan {
  private final RunState run;
  private final BitSet whole = new BitSet();
  private final TreeMap<Integer, BitSet> partial = new TreeMap<>();

  private RerunPlan(RunState run) {
    this.run = run;
  }

  /// The plan for the tasks that failed or were cancelled.
  static RerunPlan ofFailed(RunState run) {
    RerunPlan plan = new RerunPlan(run);
    List<Integer> seeds = new ArrayList<>();
    for (CompiledTask task : run.plan().tasks()) {
      TaskState state = run.state(task.index());
      if (state == TaskState.FAILED || state == TaskState.TIMED_OUT || state == TaskState.CANCELLED) {
        seeds.add(task.index());
        if (run.table(task.index()) == null) {
          plan.whole.set(task.index());
        } else {
          plan.partial.put(task.index(), plan.mayRun(task));
        }
      }
    }
    plan.spread(seeds);
    plan.takeWhole();
    return plan;
  }

  /// Takes sharded tasks as a whole of which no shard alone can run again.
  private void takeWhole() {
    List<Integer> empty = new ArrayList<>();
    partial.forEach((task, shards) -> {
      if (shards.isEmpty()) {
        empty.add(task);
      }
    });
    empty.forEach(whole::set);
    spread(empty);
  }

  /// The plan for chosen tasks.
  static RerunPlan of(RunState run, List<Integer> tasks) {
    RerunPlan plan = new RerunPlan(run);
    tasks.forEach(plan.whole::set);
    plan.spread(tasks);
    return plan;
  }

  private void spread(List<Integer> seeds) {
    ArrayDeque<Integer> reached = new ArrayDeque<>(seeds);
    for (Integer from = reached.poll(); from != null; from = reached.poll()) {
      for (Edge edge : run.plan().task(from).out()) {
        if (reach(edge)) {
          reached.add(edge.to());
        }
      }
    }
    whole.stream().forEach(partial::remove);
  }

  /// Adds what depends on an edge; false if it was there already.
  private boolean reach(Edge edge) {
    BitSet before = partial.get(edge.from());
    ShardTable table = run.table(edge.to());
    if (edge.kind() != EdgeKind.ALIGNED || whole.get(edge.from()) || before == null || table == null) {
      boolean added = !whole.get(edge.to());
      whole.set(edge.to());
      return added;
    }
    BitSet shards = partial.get(edge.to());
    boolean added = shards == null;
    if (shards == null) {
      shards = mayRun(run.plan().task(edge.to()));
      partial.put(edge.to(), shards);
    }
    int known = shards.cardinality();
    shards.or(before);
    return added || shards.cardinality() > known;
  }

  /// Shards without a result whose input is there. Those that wait for a shard that runs again come with it.
  private BitSet mayRun(CompiledTask task) {
    ShardTable table = run.shards(task.index());
    ShardTable before = task.aligned() ? run.shards(task.alignedWith()) : null;
    BitSet shards = new BitSet();
    for (int shard = 0; shard < table.size(); shard++) {
      if (table.state(shard) != ShardState.SUCCESS
          && (before == null || before.state(shard) == ShardState.SUCCESS)) {
        shards.set(shard);
      }
    }
    return shards;
  }

  /// Tasks that run again as a whole, ascending.
  int[] whole() {
    return whole.stream().toArray();
  }

  /// Sharded tasks of which some shards run again.
  Map<Integer, BitSet> partial() {
    return partial;
  }

  /// Tasks that change, by index.
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (CompiledTask task : run.plan().tasks()) {
      BitSet shards = partial.get(task.index());
      if (whole.get(task.index()) || shards != null) {
        changes.add(new Change(task.id(), run.state(task.index()), shards == null ? -1 : shards.cardinality()));
      }
    }
    return changes;
  }

  /// Names the plan: the same for the same tasks, states and shards, and for nothing else.
  String hash() {
    StringBuilder text = new StringBuilder();
    changes().forEach(change -> text.append(change.task()).append(' ').append(change.from()).append('\n'));
    partial.forEach((task, shards) -> text.append(task).append(shards).append('\n'));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
