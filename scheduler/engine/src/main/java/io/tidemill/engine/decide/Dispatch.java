package io.tidemill.engine.decide;

import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.AssignShards.Span;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.plan.PlannedTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.ReadyQueue;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Gives what is ready to the slots that are free.
public final class Dispatch {
  /// Most shards of one assignment, so that work spreads and a report stays small.
  static final int SHARDS_AT_ONCE = 1_000;

  private Dispatch() {}

  /// Assigns until nothing is ready or no slot is free.
  public static void fill(Turn turn) {
    ReadyQueue ready = turn.state().ready();
    for (ReadyQueue.Item item = ready.peek(); item != null; item = ready.peek()) {
      RunState run = item.run();
      turn.about(run.dag());
      ShardTable table = run.table(item.task());
      boolean done = run.outcome() != null || turn.state().suspended(run.dag())
          || turn.state().run(run.dag(), run.number()) != run
          || (table == null ? assignTask(turn, run, item.task()) : assignShards(turn, run, item.task(), table));
      if (!done) {
        turn.starve();
        return;
      }
      ready.remove();
      if (table != null) {
        table.queued(false);
      }
    }
  }

  /// False if it found no slot.
  private static boolean assignTask(Turn turn, RunState run, int task) {
    if (run.state(task) != TaskState.READY) {
      return true;
    }
    Grant grant = turn.capacity().take(1, Demand.ANY);
    if (grant.slots() == 0) {
      return false;
    }
    Instance instance = Objects.requireNonNull(run.instance(task));
    turn.record(new AttemptAssigned(run.dag(), run.number(), task, instance.attempt + 1, turn.nonce(), grant.agent()));
    turn.effect(Assignments.task(run, task, instance, false));
    return true;
  }

  /// False if it found too few slots.
  private static boolean assignShards(Turn turn, RunState run, int index, ShardTable table) {
    PlannedTask task = run.plan().task(index);
    int most = Objects.requireNonNull(task.shard()).concurrency();
    while (table.count(ShardState.READY) > 0) {
      int room = most == 0 ? Integer.MAX_VALUE : most - table.count(ShardState.ASSIGNED);
      int wanted = Math.min(Math.min(room, table.count(ShardState.READY)), SHARDS_AT_ONCE);
      if (wanted <= 0) {
        return true;
      }
      Grant grant = turn.capacity().take(wanted, Demand.ANY);
      if (grant.slots() == 0) {
        return false;
      }
      assign(turn, run, task, table, grant);
    }
    return true;
  }

  private static void assign(Turn turn, RunState run, PlannedTask task, ShardTable table, Grant grant) {
    int[] shards = new int[grant.slots()];
    List<Span> spans = new ArrayList<>();
    int shard = -1;
    for (int i = 0; i < shards.length; i++) {
      shard = table.nextReady(shard + 1);
      shards[i] = shard;
      Assignments.add(spans, shard, table.attempt(shard) + 1);
    }
    long nonce = turn.nonce();
    turn.record(new ShardsAssigned(run.dag(), run.number(), task.index(), nonce, grant.agent(), shards));
    turn.effect(Assignments.shards(run, task, nonce, grant.agent(), spans, false));
  }
}
