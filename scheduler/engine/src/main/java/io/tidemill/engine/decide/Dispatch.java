package io.tidemill.engine.decide;

import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.AssignShards.Span;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.ReadyDag;
import io.tidemill.engine.state.ReadyGroup;
import io.tidemill.engine.state.ReadyQueue;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Gives what is ready to the slots that are free.
///
/// Work is grouped by what it requires of an agent; a group for which there is no slot waits, the others go on. Within a group
/// the DAGs take turns of [#QUANTUM] attempts; within a DAG the greater priority goes first. So the wait of a newcomer is bounded
/// by a turn of each other DAG, however much these have. Where other partitions wait for the same slots, a partition stops when
/// each of its DAGs had its turn, and goes on when it is its own turn among them.
public final class Dispatch {
  /// Most shards of one assignment, so that work spreads and a report stays small.
  static final int SHARDS_AT_ONCE = 1_000;
  /// Attempts a DAG starts before it is the next one's turn.
  static final int QUANTUM = 16;

  private Dispatch() {}

  /// Assigns until nothing is ready, no slot is free, or it is the turn of others.
  public static void fill(Turn turn) {
    ReadyQueue ready = turn.state().ready();
    for (ReadyGroup group : ready.groups()) {
      if (!group.isEmpty()) {
        if (turn.capacity().isTurnOfOthers(group.requirement())) {
          turn.yielded(group.requirement());
        } else {
          fill(turn, group);
        }
      }
    }
    ready.dropEmpty();
  }

  private static void fill(Turn turn, ReadyGroup group) {
    for (ReadyDag dag = group.first(); dag != null; dag = group.first()) {
      boolean alone = group.size() == 1 && !turn.capacity().contended(group.requirement());
      if (!give(turn, dag, alone)) {
        turn.blocked(group.requirement());
        return;
      }
      if (group.next() && !group.isEmpty() && turn.capacity().contended(group.requirement())) {
        turn.yielded(group.requirement());
        return;
      }
    }
  }

  /// Gives a DAG its turn; false if it found no slot.
  private static boolean give(Turn turn, ReadyDag dag, boolean alone) {
    int left = alone ? Integer.MAX_VALUE : dag.left(QUANTUM);
    for (ReadyDag.Item item = dag.first(); item != null && left > 0; item = dag.first()) {
      RunState run = item.run();
      turn.about(run.dag());
      ShardTable table = run.table(item.task());
      boolean there = run.outcome() == null && !turn.state().suspended(run.dag())
          && turn.state().run(run.dag(), run.number()) == run;
      int started = !there
          ? 0
          : table == null ? assignTask(turn, run, item.task()) : assignShards(turn, run, item.task(), table, left);
      if (started < 0) {
        return false;
      }
      left -= started;
      dag.spend(started);
      if (!there || table == null || !mayStart(run, item.task(), table)) {
        dag.drop();
        if (table != null) {
          table.queued(false);
        }
      }
    }
    return true;
  }

  /// How many it started; -1 if it found no slot.
  private static int assignTask(Turn turn, RunState run, int index) {
    if (run.state(index) != TaskState.READY) {
      return 0;
    }
    CompiledTask task = run.compiled().task(index);
    Grant grant = turn.capacity().take(1, demand(task, 0));
    if (grant.slots() == 0) {
      return -1;
    }
    Instance instance = Objects.requireNonNull(run.instance(index));
    turn.record(new AttemptAssigned(run.dag(), run.number(), index, instance.attempt + 1, turn.nonce(), grant.agent()));
    turn.effect(Assignments.task(run, index, instance, false));
    return 1;
  }

  /// How many it started; -1 if it found no slot for any.
  private static int assignShards(Turn turn, RunState run, int index, ShardTable table, int most) {
    CompiledTask task = run.compiled().task(index);
    StickyShards sticky = StickyShards.of(run, task, table);
    int started = 0;
    while (started < most && mayStart(run, index, table)) {
      int wanted = Math.min(Math.min(room(task, table), table.count(ShardState.READY)),
          Math.min(SHARDS_AT_ONCE, most - started));
      long agent = sticky.first();
      Grant grant = turn.capacity().take(sticky.together(wanted), demand(task, agent));
      if (grant.slots() == 0) {
        // What was started is counted; the next look at the item finds no slot either.
        return started == 0 ? -1 : started;
      }
      assign(turn, run, task, table, grant, sticky.choose(grant));
      started += grant.slots();
    }
    return started;
  }

  private static boolean mayStart(RunState run, int index, ShardTable table) {
    return table.count(ShardState.READY) > 0 && room(run.compiled().task(index), table) > 0;
  }

  /// How many more shards of a task may run.
  private static int room(CompiledTask task, ShardTable table) {
    int most = Objects.requireNonNull(task.shard()).concurrency();
    return most == 0 ? Integer.MAX_VALUE : most - table.count(ShardState.ASSIGNED);
  }

  private static Demand demand(CompiledTask task, long sticky) {
    return sticky == 0 && task.requirement().equals(Requirement.NONE) && task.node().preferred().isEmpty()
        ? Demand.ANY
        : new Demand(task.requirement().queue(), task.requirement().labels(), task.node().preferred(), sticky);
  }

  private static void assign(Turn turn, RunState run, CompiledTask task, ShardTable table, Grant grant, int[] shards) {
    List<Span> spans = new ArrayList<>();
    for (int shard : shards) {
      Assignments.add(spans, shard, table.attempt(shard) + 1);
    }
    long nonce = turn.nonce();
    turn.record(new ShardsAssigned(run.dag(), run.number(), task.index(), nonce, grant.agent(), shards));
    turn.effect(Assignments.shards(run, task, nonce, grant.agent(), spans, false));
  }
}
