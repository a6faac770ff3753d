package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.plan.PlannedTask;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.stream.IntStream;

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
    turn.record(new CancelRequested(input.dag(), input.run(), input.reason()));
    for (PlannedTask task : run.plan().tasks()) {
      cancel(turn, run, task.index());
    }
    for (PlannedTask task : run.plan().tasks()) {
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
      cancelShards(turn, run, task);
    } else if (state.active()) {
      Instance instance = run.begin(task);
      if (state != TaskState.CANCELLING) {
        turn.record(new AttemptStopRequested(run.dag(), run.number(), task, instance.attempt, false));
      }
      turn.effect(new StopAttempt(instance.agent, run.dag(), run.number(), task, instance.attempt, instance.nonce,
          false));
    } else {
      turn.record(new TaskEnded(run.dag(), run.number(), task, TaskState.CANCELLED));
    }
  }

  /// Ends the shards that are not with an agent, and asks the agents to stop the others.
  static void cancelShards(Turn turn, RunState run, int task) {
    endShardsNotAssigned(turn, run, task);
    for (ShardAssignment assignment : run.shards(task).assignments().values()) {
      turn.effect(
          new StopAttempt(assignment.agent(), run.dag(), run.number(), task, 0, assignment.nonce(), false));
    }
  }

  static void endShardsNotAssigned(Turn turn, RunState run, int task) {
    ShardTable table = run.shards(task);
    int[] open = IntStream.range(0, table.size())
        .filter(s -> !table.state(s).terminal())
        .filter(s -> table.state(s) != ShardState.ASSIGNED)
        .toArray();
    if (open.length > 0) {
      turn.record(new ShardsEnded(run.dag(), run.number(), task, open, ShardState.CANCELLED));
    }
  }
}
