package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.state.RunState;

final class TasksResetApplier {
  private TasksResetApplier() {}

  static void apply(TasksReset fact, RunState run) {
    for (int task : fact.tasks()) {
      run.reset(task);
    }
  }
}
