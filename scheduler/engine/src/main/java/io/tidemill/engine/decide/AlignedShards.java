package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Lets the shards of aligned tasks follow those of the task before, shard by shard.
final class AlignedShards {
  private AlignedShards() {}

  /// Gives an aligned task its shards, and lets those go whose turn has come.
  static void expand(Turn turn, RunState run, CompiledTask task) {
    int alignedWith = task.alignedWith();
    ShardTable before = run.shards(alignedWith);
    turn.record(new ShardsExpanded(run.dag(), run.number(), task.index(), 0, before.size(), before.keys(), null,
        again(run.instance(task.index()), before)));
    follow(turn, run, task.index(), before, all(before));
  }

  /// How the shards go with those that the task had before: a key has the same index in both. Those of which the shard of the task
  /// before kept its result keep theirs.
  private static ShardsExpanded.@Nullable Again again(@Nullable Instance instance, ShardTable before) {
    ShardTable own = instance == null ? null : instance.previous;
    int[] ordered = before.order();
    boolean keeps = instance != null && instance.keepsShards;
    if (own == null && ordered == null) {
      return null;
    }
    int[] order = ordered == null ? all(before) : ordered;
    int[] kept = own != null && keeps
        ? IntStream.of(order)
            .filter(shard -> shard < own.size() && own.state(shard) == ShardState.SUCCESS
                && before.state(shard) == ShardState.SUCCESS)
            .toArray()
        : new int[0];
    return new ShardsExpanded.Again(order, kept);
  }

  /// All shards of a task may have changed.
  static void followAll(Turn turn, RunState run, int task) {
    if (run.compiled().task(task).leads()) {
      follow(turn, run, task, all(run.shards(task)));
    }
  }

  /// Shards of a task changed: so may the same shards of the tasks aligned with it, and of those aligned with these.
  ///
  /// @param shards their indexes; negative ones mean nothing
  static void follow(Turn turn, RunState run, int task, int[] shards) {
    if (!run.compiled().task(task).leads()) {
      return;
    }
    ArrayDeque<Integer> changed = new ArrayDeque<>();
    changed.add(task);
    for (Integer from = changed.poll(); from != null; from = changed.poll()) {
      for (Edge edge : run.compiled().task(from).out()) {
        if (edge.kind() == EdgeKind.ALIGNED && run.table(edge.to()) != null) {
          follow(turn, run, edge.to(), run.shards(from), shards);
          changed.add(edge.to());
        }
      }
    }
  }

  private static void follow(Turn turn, RunState run, int task, ShardTable before, int[] shards) {
    ShardTable table = run.shards(task);
    if (table.count(ShardState.WAITING) == 0) {
      return;
    }
    int[] released = waiting(table, before, shards, ShardState.READY);
    if (released.length > 0) {
      turn.record(new ShardsReleased(run.dag(), run.number(), task, released));
    }
    end(turn, run, task, ShardState.CANCELLED, waiting(table, before, shards, ShardState.CANCELLED));
    end(turn, run, task, ShardState.UPSTREAM_FAILED, waiting(table, before, shards, ShardState.UPSTREAM_FAILED));
  }

  private static void end(Turn turn, RunState run, int task, ShardState state, int[] shards) {
    if (shards.length > 0) {
      turn.record(new ShardsEnded(run.dag(), run.number(), task, shards, state));
    }
  }

  /// Those of some shards that wait and may now take a state.
  private static int[] waiting(ShardTable table, ShardTable before, int[] shards, ShardState next) {
    int[] found = new int[shards.length];
    int count = 0;
    for (int shard : shards) {
      if (shard >= 0 && table.state(shard) == ShardState.WAITING && next(before.state(shard)) == next) {
        found[count++] = shard;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// What a shard that waits becomes, by the state of the same shard of the task before.
  private static ShardState next(ShardState before) {
    return switch (before) {
      case SUCCESS -> ShardState.READY;
      case FAILED, TIMED_OUT, UPSTREAM_FAILED -> ShardState.UPSTREAM_FAILED;
      case CANCELLED -> ShardState.CANCELLED;
      case OMITTED -> ShardState.OMITTED;
      case WAITING, READY, ASSIGNED, RETRY_WAIT -> ShardState.WAITING;
    };
  }

  private static int[] all(ShardTable table) {
    int[] all = new int[table.size()];
    Arrays.setAll(all, shard -> shard);
    return all;
  }
}
