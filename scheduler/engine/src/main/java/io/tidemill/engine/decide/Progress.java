package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Follows what one change in a run leads to: tasks that become ready or are skipped, shards let go, the end of the run.
///
/// Works off a list instead of calling itself, so a chain of any length is as good as a short one.
final class Progress {
  private final Turn turn;
  private final RunState run;
  private final ArrayDeque<Integer> changed = new ArrayDeque<>();

  private Progress(Turn turn, RunState run) {
    this.turn = turn;
    this.run = run;
  }

  /// A run was created, or tasks of it wait again: those that wait for nothing may start.
  static void begin(Turn turn, RunState run) {
    Progress progress = new Progress(turn, run);
    for (CompiledTask task : run.compiled().tasks()) {
      progress.evaluate(task);
    }
    progress.follow();
  }

  /// A task ended or got its shards.
  static void after(Turn turn, RunState run, int task) {
    Progress progress = new Progress(turn, run);
    progress.changed.add(task);
    progress.follow();
  }

  /// Shards of a task ended: perhaps so did the task.
  static void afterShards(Turn turn, RunState run, int task) {
    Progress progress = new Progress(turn, run);
    progress.finishSharded(task);
    progress.follow();
  }

  private void follow() {
    for (Integer task = changed.poll(); task != null; task = changed.poll()) {
      if (task == run.compiled().slotParams()) {
        run.compiled().tasks().forEach(this::evaluate);
        continue;
      }
      for (Edge edge : run.compiled().task(task).out()) {
        if (edge.kind() == EdgeKind.ALIGNED && run.table(edge.to()) != null) {
          finishSharded(edge.to());
        } else {
          evaluate(run.compiled().task(edge.to()));
        }
      }
    }
    if (run.open() == 0 && run.outcome() == null) {
      turn.record(new RunEnded(run.dag(), run.number(), RunOutcomes.of(run)));
    }
  }

  private void evaluate(CompiledTask task) {
    if (run.state(task.index()) != TaskState.WAITING) {
      return;
    }
    TaskState next = JoinRules.evaluate(run, task);
    if (next == null) {
      return;
    }
    if (next != TaskState.READY) {
      turn.record(new TaskEnded(run.dag(), run.number(), task.index(), next));
      changed.add(task.index());
    } else if (task.node().kind() == TaskKind.JOIN) {
      turn.record(new TaskJoined(run.dag(), run.number(), task.index(), joined(task)));
      changed.add(task.index());
    } else if (task.aligned()) {
      AlignedShards.expand(turn, run, task);
      changed.add(task.index());
      finishSharded(task.index());
    } else {
      turn.record(new TaskReady(run.dag(), run.number(), task.index()));
    }
  }

  private Value joined(CompiledTask join) {
    for (Edge edge : join.in()) {
      var upstream = run.instance(edge.from());
      if (run.state(edge.from()) == TaskState.SUCCESS && upstream != null && upstream.output != null) {
        return upstream.output;
      }
    }
    return Value.NONE;
  }

  private void finishSharded(int task) {
    ShardTable table = run.table(task);
    if (table == null || run.state(task).terminal() || table.terminal() < table.size()) {
      return;
    }
    @Nullable TaskState end = ShardedOutcome.of(run, run.compiled().task(task), table);
    if (end != null) {
      turn.record(new TaskEnded(run.dag(), run.number(), task, end));
      changed.add(task);
    }
  }
}
