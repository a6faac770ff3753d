package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.state.RunState;

final class TaskEndedApplier {
  private TaskEndedApplier() {}

  static void apply(TaskEnded fact, RunState run, long at) {
    run.begin(fact.task()).endedAt = at;
    run.move(fact.task(), fact.state());
  }
}
