package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class TaskJoinedApplier {
  private TaskJoinedApplier() {}

  static void apply(TaskJoined fact, RunState run, long at) {
    Instance instance = run.begin(fact.task());
    instance.endedAt = at;
    instance.output = fact.output();
    run.move(fact.task(), TaskState.SUCCESS);
  }
}
