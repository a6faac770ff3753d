package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class RetryScheduledApplier {
  private RetryScheduledApplier() {}

  static void apply(RetryScheduled fact, RunState run) {
    run.begin(fact.task()).dueAt = fact.dueAt();
    run.move(fact.task(), TaskState.RETRY_WAIT);
  }
}
