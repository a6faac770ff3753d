package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class AttemptStopRequestedApplier {
  private AttemptStopRequestedApplier() {}

  static void apply(AttemptStopRequested fact, RunState run) {
    run.begin(fact.task()).timedOut = fact.timedOut();
    run.move(fact.task(), TaskState.CANCELLING);
  }
}
