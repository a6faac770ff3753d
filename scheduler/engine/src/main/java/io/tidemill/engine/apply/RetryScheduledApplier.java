package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timer;

final class RetryScheduledApplier {
  private RetryScheduledApplier() {}

  static void apply(RetryScheduled fact, RunState run, PartitionState state) {
    run.begin(fact.task()).dueAt = fact.dueAt();
    run.move(fact.task(), TaskState.RETRY_WAIT);
    state.timers().add(new Timer(fact.dueAt(), run.dag(), run.number(), fact.task()));
  }
}
