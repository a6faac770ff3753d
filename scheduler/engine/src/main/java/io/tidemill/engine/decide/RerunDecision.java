package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.state.RunState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks of an ended run are executed again in the same run, after the plan was shown. What is applied is what was shown, or
/// nothing.
public final class RerunDecision {
  private RerunDecision() {}

  public static void decide(Rerun input, Turn turn) {
    RunState inMemory = turn.state().run(input.dag(), input.run());
    if (inMemory == null && input.chunks().isEmpty()) {
      refuse(turn, Refused.Code.NOT_IN_MEMORY, "Expected run " + input.run() + " to be in memory, but it is not");
      return;
    }
    RunState run = inMemory != null
        ? inMemory
        : turn.state().decoder().decode(input.dag(), input.run(), input.chunks());
    if (run.outcome() == null) {
      refuse(turn, Refused.Code.WRONG_STATE, "Expected a run that has ended, but run " + input.run()
          + " is active; cancel it first, or wait for its end");
      return;
    }
    RerunPlan plan = plan(input, run, turn);
    if (plan == null) {
      return;
    }
    List<RerunPlanned.Change> changes = plan.changes();
    if (changes.isEmpty()) {
      refuse(turn, Refused.Code.WRONG_STATE, "Expected a task that failed or was cancelled, but run " + input.run()
          + " has none; name the tasks to run again");
    } else if (input.plan() != null && !input.plan().equals(plan.hash())) {
      refuse(turn, Refused.Code.PLAN_CHANGED, "Expected plan " + input.plan() + ", but by now it would be "
          + plan.hash() + "; look at the plan again");
    } else {
      turn.reply(new RerunPlanned(changes, plan.hash(), input.apply()));
      if (input.apply()) {
        apply(input, turn, plan, inMemory == null);
      }
    }
  }

  private static @Nullable RerunPlan plan(Rerun input, RunState run, Turn turn) {
    if (input.tasks().isEmpty()) {
      return RerunPlan.ofFailed(run);
    }
    List<Integer> tasks = new ArrayList<>();
    for (String id : input.tasks()) {
      CompiledTask task = run.plan().task(id);
      if (task == null) {
        refuse(turn, Refused.Code.NOT_FOUND, "Expected a task of the DAG, but found '" + id + "'");
        return null;
      }
      tasks.add(task.index());
    }
    return RerunPlan.of(run, tasks);
  }

  private static void apply(Rerun input, Turn turn, RerunPlan plan, boolean load) {
    turn.record(new RunReopened(input.dag(), input.run(), load ? input.chunks() : List.of()));
    if (plan.whole().length > 0) {
      turn.record(new TasksReset(input.dag(), input.run(), plan.whole()));
    }
    plan.partial()
        .forEach((task, shards) -> turn
            .record(new ShardsReset(input.dag(), input.run(), task, shards.stream().toArray())));
    Progress.begin(turn, turn.state().existing(input.dag(), input.run()));
  }

  private static void refuse(Turn turn, Refused.Code code, String message) {
    turn.reply(new Refused(code, message));
  }
}
