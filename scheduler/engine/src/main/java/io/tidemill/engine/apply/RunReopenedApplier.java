package io.tidemill.engine.apply;

import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;

final class RunReopenedApplier {
  private RunReopenedApplier() {}

  static void apply(RunReopened fact, PartitionState state, long at) {
    if (!fact.chunks().isEmpty()) {
      RunState loaded = state.decoder().decode(fact.dag(), fact.run(), fact.chunks());
      state.dag(fact.dag()).runs().put(fact.run(), loaded);
    }
    state.existing(fact.dag(), fact.run()).reopen(at);
  }
}
