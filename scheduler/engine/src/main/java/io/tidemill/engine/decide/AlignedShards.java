package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.plan.Plan.Edge;
import io.tidemill.engine.plan.PlannedTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayDeque;
import java.util.stream.IntStream;

/// Lets the shards of aligned tasks follow those of the task before, shard by shard.
final class AlignedShards {
  private AlignedShards() {}

  /// Gives an aligned task its shards, and lets those go whose turn has come.
  static void expand(Turn turn, RunState run, PlannedTask task) {
    int alignedWith = task.alignedWith();
    ShardTable before = run.shards(alignedWith);
    turn.record(
        new ShardsExpanded(run.dag(), run.number(), task.index(), 0, before.size(), before.keys(), null));
    follow(turn, run, task.index(), before, IntStream.range(0, before.size()).toArray());
  }

  /// Shards of a task changed: so may the same shards of the tasks aligned with it, and of those aligned with these.
  static void follow(Turn turn, RunState run, int task, int[] shards) {
    ArrayDeque<Integer> changed = new ArrayDeque<>();
    changed.add(task);
    for (Integer from = changed.poll(); from != null; from = changed.poll()) {
      for (Edge edge : run.plan().task(from).out()) {
        if (edge.kind() == EdgeKind.ALIGNED && run.table(edge.to()) != null) {
          follow(turn, run, edge.to(), run.shards(from), shards);
          changed.add(edge.to());
        }
      }
    }
  }

  private static void follow(Turn turn, RunState run, int task, ShardTable before, int[] shards) {
    ShardTable table = run.shards(task);
    int[] waiting = IntStream.of(shards).filter(s -> s >= 0 && table.state(s) == ShardState.WAITING).toArray();
    int[] released = IntStream.of(waiting).filter(s -> before.state(s) == ShardState.SUCCESS).toArray();
    if (released.length > 0) {
      turn.record(new ShardsReleased(run.dag(), run.number(), task, released));
    }
    end(turn, run, task, ShardState.CANCELLED,
        IntStream.of(waiting).filter(s -> before.state(s) == ShardState.CANCELLED).toArray());
    end(turn, run, task, ShardState.UPSTREAM_FAILED,
        IntStream.of(waiting).filter(s -> failed(before.state(s))).toArray());
  }

  private static void end(Turn turn, RunState run, int task, ShardState state, int[] shards) {
    if (shards.length > 0) {
      turn.record(new ShardsEnded(run.dag(), run.number(), task, shards, state));
    }
  }

  private static boolean failed(ShardState state) {
    return state == ShardState.FAILED || state == ShardState.TIMED_OUT || state == ShardState.UPSTREAM_FAILED;
  }
}
