package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class TaskReadyApplier {
  private TaskReadyApplier() {}

  static void apply(TaskReady fact, RunState run, PartitionState state, long at) {
    Instance instance = run.begin(fact.task());
    if (instance.readyAt == 0) {
      instance.readyAt = at;
    }
    instance.lastReadyAt = at;
    instance.dueAt = 0;
    run.move(fact.task(), TaskState.READY);
    state.offer(run, fact.task());
  }
}
