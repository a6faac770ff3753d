package io.tidemill.engine.apply;

import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.state.PartitionState;

final class PartitionResumedApplier {
  private PartitionResumedApplier() {}

  static void apply(PartitionResumed fact, PartitionState state, long at) {
    state.pause(fact.tag()).end(at);
    state.pause(fact.tag()).apply(fact.command());
    state.pausesChanged();
  }
}
