package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.reply.RerunPlanned.Change;
import io.tidemill.engine.reply.RerunPlanned.Extent;
import io.tidemill.engine.state.Instance;
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
import org.jspecify.annotations.Nullable;

/// What a rerun of an ended run executes again (semantics §6, §11): the chosen tasks and all that depends on them. Of a sharded
/// task that failed only the shards without a result, and of the tasks aligned with it only the same shards. A sharded task whose
/// elements are made anew is expanded again, and its shards that stay what they were keep their results.
final class RerunPlan {
  private final RunState run;
  private final CompiledGraph before;
  private final CompiledGraph plan;
  private final BitSet whole = new BitSet();
  private final BitSet fresh = new BitSet();
  private final TreeMap<Integer, BitSet> partial = new TreeMap<>();
  private boolean failedOnes;

  private RerunPlan(RunState run, CompiledGraph plan) {
    this.run = run;
    before = run.compiled();
    this.plan = plan;
  }

  /// The plan for the tasks that failed or were cancelled, and for shards that failed and were tolerated.
  ///
  /// @param plan what the run goes on with
  static RerunPlan ofFailed(RunState run, CompiledGraph plan) {
    RerunPlan rerun = new RerunPlan(run, plan);
    rerun.failedOnes = true;
    List<Integer> seeds = new ArrayList<>();
    for (CompiledTask task : plan.tasks()) {
      if (rerun.seed(task)) {
        seeds.add(task.index());
      }
    }
    rerun.spread(seeds);
    rerun.takeWhole();
    return rerun;
  }

  /// Takes a task that failed, or is new; false if it is neither.
  private boolean seed(CompiledTask task) {
    int index = task.index();
    if (plan.removed(index)) {
      return false;
    }
    TaskState state = state(index);
    ShardTable table = table(index);
    boolean failed = state == TaskState.FAILED || state == TaskState.TIMED_OUT || state == TaskState.CANCELLED;
    boolean changed = plan != before && (index >= before.size() || state == TaskState.UPSTREAM_FAILED);
    if (table != null && (failed || state == TaskState.SUCCESS && failed(table))) {
      partial.put(index, mayRun(task));
      return true;
    }
    if (failed || changed) {
      whole.set(index);
      return true;
    }
    return false;
  }

  private static boolean failed(ShardTable table) {
    return table.count(ShardState.FAILED) + table.count(ShardState.TIMED_OUT) > 0;
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

  /// The plan for chosen tasks, and for chosen shards of tasks.
  ///
  /// @param plan what the run goes on with
  static RerunPlan of(RunState run, CompiledGraph plan, List<Integer> tasks, Map<Integer, BitSet> shards) {
    RerunPlan rerun = new RerunPlan(run, plan);
    List<Integer> seeds = new ArrayList<>(tasks);
    tasks.forEach(rerun.whole::set);
    tasks.forEach(rerun.fresh::set);
    shards.forEach((task, chosen) -> {
      if (!rerun.whole.get(task)) {
        rerun.partial.put(task, (BitSet) chosen.clone());
        seeds.add(task);
      }
    });
    if (plan != rerun.before) {
      for (int added = rerun.before.size(); added < plan.size(); added++) {
        rerun.whole.set(added);
        seeds.add(added);
      }
    }
    rerun.spread(seeds);
    return rerun;
  }

  private void spread(List<Integer> seeds) {
    ArrayDeque<Integer> reached = new ArrayDeque<>(seeds);
    for (Integer from = reached.poll(); from != null; from = reached.poll()) {
      for (Edge edge : plan.task(from).out()) {
        if (reach(edge)) {
          reached.add(edge.to());
        }
      }
    }
    whole.stream().forEach(partial::remove);
  }

  /// Adds what depends on an edge; false if it was there already.
  private boolean reach(Edge edge) {
    if (edge.kind() == EdgeKind.PARAMS && run.trigger().ofSlot() == null) {
      return false; // its parameters were given, and stay what they are
    }
    BitSet leading = partial.get(edge.from());
    ShardTable table = table(edge.to());
    if (edge.kind() != EdgeKind.ALIGNED || whole.get(edge.from()) || leading == null || table == null) {
      boolean added = !whole.get(edge.to());
      whole.set(edge.to());
      if (edge.kind() != EdgeKind.SOURCE && edge.kind() != EdgeKind.ALIGNED) {
        fresh.set(edge.to()); // its shards see something else, whatever their elements are
      }
      return added;
    }
    BitSet shards = partial.get(edge.to());
    boolean added = shards == null;
    if (shards == null) {
      shards = failedOnes ? mayRun(plan.task(edge.to())) : new BitSet();
      partial.put(edge.to(), shards);
    }
    int known = shards.cardinality();
    shards.or(leading);
    return added || shards.cardinality() > known;
  }

  /// Shards without a result whose input is there. Those that wait for a shard that runs again come with it.
  private BitSet mayRun(CompiledTask task) {
    ShardTable table = run.shards(task.index());
    ShardTable leading = task.aligned() ? table(task.alignedWith()) : null;
    BitSet shards = new BitSet();
    for (int shard = 0; shard < table.size(); shard++) {
      if (table.state(shard) != ShardState.SUCCESS && table.state(shard) != ShardState.OMITTED
          && (leading == null || leading.state(shard) == ShardState.SUCCESS)) {
        shards.set(shard);
      }
    }
    return shards;
  }

  /// What the run was on.
  CompiledGraph before() {
    return before;
  }

  /// What the run goes on with.
  CompiledGraph compiled() {
    return plan;
  }

  /// Whether a task runs, as a whole or in part.
  boolean runs(int task) {
    return whole.get(task) || partial.containsKey(task);
  }

  /// Tasks that run again as a whole, ascending.
  int[] whole() {
    return whole.stream().toArray();
  }

  /// Those of them whose shards keep their results where they stay what they were.
  int[] kept() {
    return whole.stream().filter(this::keepsShards).toArray();
  }

  private boolean keepsShards(int task) {
    Instance instance = task < before.size() ? run.instance(task) : null;
    return !fresh.get(task)
        && (table(task) != null || instance != null && instance.previous != null && instance.keepsShards);
  }

  /// Sharded tasks of which some shards run again.
  Map<Integer, BitSet> partial() {
    return partial;
  }

  private TaskState state(int task) {
    return task < before.size() ? run.state(task) : TaskState.WAITING;
  }

  private @Nullable ShardTable table(int task) {
    return task < before.size() ? run.table(task) : null;
  }

  /// Tasks that change, by index.
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (CompiledTask task : plan.tasks()) {
      Extent extent = extent(task.index());
      if (extent != null) {
        BitSet shards = partial.get(task.index());
        changes.add(new Change(task.id(), state(task.index()).name(), extent,
            shards == null ? -1 : shards.cardinality()));
      }
    }
    return changes;
  }

  private @Nullable Extent extent(int task) {
    if (task >= before.size()) {
      return Extent.ADDED;
    }
    if (plan.removed(task)) {
      return before.removed(task) ? null : Extent.REMOVED;
    }
    return partial.containsKey(task)
        ? Extent.SHARDS
        : whole.get(task) ? keepsShards(task) ? Extent.CHANGED_SHARDS : Extent.ALL : null;
  }

  /// Names the plan: the same for the same version, tasks, states and shards, and for nothing else.
  String hash() {
    StringBuilder text = new StringBuilder();
    if (plan != before) {
      text.append("version ").append(plan.version()).append('\n');
    }
    changes().forEach(change -> text.append(change.task())
        .append(' ')
        .append(change.from())
        .append(' ')
        .append(change.extent())
        .append('\n'));
    partial.forEach((task, shards) -> text.append(task).append(shards).append('\n'));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
