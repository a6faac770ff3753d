package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.RunState;

/// A body returned: its task is over, and what waited for it goes on. A success counts even if it was asked to stop.
public final class TaskSucceededDecision {
  private TaskSucceededDecision() {}

  public static void decide(TaskSucceeded input, Turn turn) {
    RunState run = AttemptLookup.attempt(turn.state(), input.dag(), input.run(), input.task(), input.attempt(),
        input.nonce());
    if (run == null) {
      return;
    }
    CompiledTask task = run.compiled().task(input.task());
    if (task.shard() != null) {
      String message = "Expected the shards of a task, but the agent reported a result";
      TaskFailedDecision.fail(turn, run, input.task(),
          new Failure(Failure.Kind.FAILED, "", message, task.node().place(), "", false, -1), input.timing());
      return;
    }
    turn.record(new AttemptSucceeded(input.dag(), input.run(), input.task(), input.attempt(), input.output(),
        input.timing()));
    Progress.after(turn, run, input.task());
  }
}
