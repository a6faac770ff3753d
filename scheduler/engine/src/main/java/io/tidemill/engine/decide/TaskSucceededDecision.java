package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.RunState;

/// A body returned: its task is over, and what waited for it goes on. A success counts even if it was asked to stop.
public final class TaskSucceededDecision {
  private TaskSucceededDecision() {}

  public static void decide(TaskSucceeded input, Turn turn) {
    RunState run = Current.attempt(turn.state(), input.dag(), input.run(), input.task(), input.attempt(),
        input.nonce());
    if (run == null) {
      return;
    }
    turn.record(new AttemptSucceeded(input.dag(), input.run(), input.task(), input.attempt(), input.output(),
        input.queuedMicros(), input.ranMicros()));
    Progress.after(turn, run, input.task());
  }
}
