package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;

final class AttemptFailedApplier {
  private AttemptFailedApplier() {}

  static void apply(AttemptFailed fact, RunState run, PartitionState state, long at) {
    Instance instance = run.begin(fact.task());
    switch (fact.failure().kind()) {
      case FAILED, TIMED_OUT -> instance.failures++;
      case LOST -> instance.losses++;
      case CANCELLED, RELEASED, LOST_BESIDE -> {
        // None of them costs budget.
      }
    }
    instance.startedAt = Math.max(1, at - fact.timing().spent().ranMicros() / 1000);
    instance.spent = fact.timing().spent();
    instance.endedAt = at;
    state.assignments().remove(instance.agent, instance.nonce);
    instance.agent = 0;
    run.touch(fact.task());
  }
}
