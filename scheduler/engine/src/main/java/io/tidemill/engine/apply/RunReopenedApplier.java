package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;

final class RunReopenedApplier {
  private RunReopenedApplier() {}

  static void apply(RunReopened fact, PartitionState state, long at) {
    if (!fact.chunks().isEmpty()) {
      RunState loaded = state.decoder().decode(fact.dag(), fact.run(), fact.chunks());
      state.dag(fact.dag()).runs().put(fact.run(), loaded);
    }
    RunState run = state.existing(fact.dag(), fact.run());
    run.reopen(at);
    if (run.trigger() instanceof Trigger.Slot trigger) {
      state.dag(fact.dag())
          .schedule(trigger.slot().schedule())
          .history()
          .note(trigger.slot().time(), SlotResult.ACTIVE);
    }
  }
}
