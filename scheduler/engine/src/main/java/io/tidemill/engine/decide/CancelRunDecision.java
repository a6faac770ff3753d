package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import org.jspecify.annotations.Nullable;

/// A run is cancelled (semantics §15): what has not started ends at once, what runs is asked to stop, and the run ends when
/// all of it has. A success that was committed first stands.
public final class CancelRunDecision {
  private CancelRunDecision() {}

  public static void decide(CancelRun input, Turn turn) {
    RunState run = turn.state().run(input.dag(), input.run());
    if (run == null) {
      turn.reply(new Refused(Refused.Code.NOT_IN_MEMORY, "Expected an active run, but run " + input.run()
          + " has ended or does not exist"));
      return;
    }
    if (run.outcome() != null) {
      turn.reply(new Refused(Refused.Code.WRONG_STATE, "Expected an active run, but run " + input.run() + " ended "
          + run.outcome()));
      return;
    }
    turn.reply(new CancelAccepted(input.dag(), input.run()));
    if (run.cancelRequested()) {
      return;
    }
    cancel(turn, run, input.reason());
  }

  static void cancel(Turn turn, RunState run, @Nullable String reason) {
    turn.record(new CancelRequested(run.dag(), run.number(), reason));
    for (CompiledTask task : run.plan().tasks()) {
      cancel(turn, run, task.index());
    }
    for (CompiledTask task : run.plan().tasks()) {
      if (run.table(task.index()) != null) {
        Progress.afterShards(turn, run, task.index());
      }
    }
    if (run.open() == 0 && run.outcome() == null) {
      turn.record(new RunEnded(run.dag(), run.number(), RunOutcomes.of(run)));
    }
  }

  private static void cancel(Turn turn, RunState run, int task) {
    TaskState state = run.state(task);
    if (state.terminal()) {
      return;
    }
    if (run.table(task) != null) {
      StopRequests.shards(turn, run, task, false);
    } else if (state.active()) {
      StopRequests.attempt(turn, run, task, false);
    } else {
      turn.record(new TaskEnded(run.dag(), run.number(), task, TaskState.CANCELLED));
    }
  }
}
