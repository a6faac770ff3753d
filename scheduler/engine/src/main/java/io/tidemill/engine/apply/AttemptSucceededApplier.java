package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class AttemptSucceededApplier {
  private AttemptSucceededApplier() {}

  static void apply(AttemptSucceeded fact, RunState run, PartitionState state, long at) {
    Instance instance = run.begin(fact.task());
    instance.startedAt = Math.max(1, at - fact.timing().spent().ranMicros() / 1000);
    instance.spent = fact.timing().spent();
    instance.endedAt = at;
    instance.output = fact.output();
    state.assignments().remove(instance.agent, instance.nonce);
    run.move(fact.task(), TaskState.SUCCESS);
  }
}
