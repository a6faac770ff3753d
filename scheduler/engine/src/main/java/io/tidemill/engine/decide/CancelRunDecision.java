package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CleanUpStopRequested;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import org.jspecify.annotations.Nullable;

/// A run is cancelled, or its deadline is over (semantics §15): what has not started ends at once, what runs is asked to stop, and the
/// run ends when all of it has. A success that was committed first stands. Clean-up still runs, until a second cancel or the end of its
/// grace.
final class CancelRunDecision {
  private CancelRunDecision() {}

  static void decide(CancelRun input, Turn turn) {
    RunState run = turn.state().run(input.dag(), input.run());
    if (run == null) {
      boolean ended = input.run() <= turn.state().dag(input.dag()).lastRun();
      turn.reply(new Refused(ended ? Refused.Code.WRONG_STATE : Refused.Code.NOT_FOUND,
          "Expected an active run, but run " + input.run() + (ended ? " has ended" : " does not exist")));
      return;
    }
    if (run.outcome() != null) {
      turn.reply(new Refused(Refused.Code.WRONG_STATE, "Expected an active run, but run " + input.run()
          + " has ended with " + run.outcome()));
      return;
    }
    turn.reply(new CancelAccepted(input.dag(), input.run()));
    if (!run.cancelRequested()) {
      cancel(turn, run, input.reason());
    } else if (!run.cleanUpStopped() && cleansUp(run)) {
      stopCleanUp(turn, run);
    }
  }

  /// Whether clean-up runs or waits for its upstreams to end.
  private static boolean cleansUp(RunState run) {
    for (CompiledTask task : run.compiled().tasks()) {
      if (!run.state(task.index()).terminal() && !run.stopped(task.index())) {
        return true;
      }
    }
    return false;
  }

  /// Stops a run because somebody, or something, asked.
  static void cancel(Turn turn, RunState run, @Nullable String reason) {
    stop(turn, run, new CancelRequested(run.dag(), run.number(), reason));
  }

  /// Stops a run because its deadline is over.
  static void deadline(Turn turn, RunState run, String reason) {
    stop(turn, run, new CancelRequested(run.dag(), run.number(), reason, true));
  }

  /// Stops the clean-up of a run that was asked to stop.
  static void stopCleanUp(Turn turn, RunState run) {
    stop(turn, run, new CleanUpStopRequested(run.dag(), run.number()));
  }

  private static void stop(Turn turn, RunState run, RunFact because) {
    turn.record(because);
    for (CompiledTask task : run.compiled().tasks()) {
      if (run.stopped(task.index())) {
        stop(turn, run, task.index());
      }
    }
    for (CompiledTask task : run.compiled().tasks()) {
      if (run.table(task.index()) != null) {
        Progress.afterShards(turn, run, task.index());
      }
    }
    Progress.begin(turn, run);
  }

  private static void stop(Turn turn, RunState run, int task) {
    TaskState state = run.state(task);
    if (state.terminal()) {
      return;
    }
    if (run.table(task) != null) {
      StopRequests.shards(turn, run, task, run.deadlineOver());
      AlignedShards.followAll(turn, run, task);
    } else if (state.active()) {
      StopRequests.attempt(turn, run, task, run.deadlineOver());
    } else {
      turn.record(new TaskEnded(run.dag(), run.number(), task, run.cutShort()));
    }
  }
}
