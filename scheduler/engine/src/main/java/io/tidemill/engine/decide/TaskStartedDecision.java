package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

/// A queued attempt is running.
public final class TaskStartedDecision {
  private TaskStartedDecision() {}

  public static void decide(TaskStarted input, Turn turn) {
    RunState run = AttemptLookup.attempt(turn.state(), input.dag(), input.run(), input.task(), input.attempt(),
        input.nonce());
    if (run != null && run.state(input.task()) == TaskState.QUEUED) {
      turn.record(new AttemptStarted(input.dag(), input.run(), input.task(), input.attempt(),
          Math.max(1, turn.now() - input.ageMillis())));
    }
  }
}
