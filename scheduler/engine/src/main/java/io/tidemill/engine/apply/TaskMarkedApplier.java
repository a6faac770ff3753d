package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;

final class TaskMarkedApplier {
  private TaskMarkedApplier() {}

  static void apply(TaskMarked fact, RunState run, long at) {
    Instance instance = run.begin(fact.task());
    if (instance.endedAt == 0) {
      instance.endedAt = at; // one that ran has ended when it did
    }
    instance.dueAt = 0;
    instance.output = fact.output();
    instance.marked = true;
    run.move(fact.task(), fact.state());
  }
}
