package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class AttemptAssignedApplier {
  private AttemptAssignedApplier() {}

  static void apply(AttemptAssigned fact, RunState run, PartitionState state, long at) {
    Instance instance = run.begin(fact.task());
    instance.attempt = fact.attempt();
    instance.nonce = fact.nonce();
    instance.agent = fact.agent();
    instance.version = run.compiled().version();
    instance.spent = ResourceUsage.NONE;
    instance.startedAt = 0;
    instance.timedOut = false;
    run.started(at);
    state.assignments().add(run, fact.task(), fact.agent(), fact.nonce());
    run.move(fact.task(), TaskState.QUEUED);
  }
}
