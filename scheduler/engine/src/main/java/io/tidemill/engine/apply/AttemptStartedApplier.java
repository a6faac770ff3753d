package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class AttemptStartedApplier {
  private AttemptStartedApplier() {}

  static void apply(AttemptStarted fact, RunState run) {
    run.begin(fact.task()).startedAt = fact.startedAt();
    run.move(fact.task(), TaskState.RUNNING);
  }
}
