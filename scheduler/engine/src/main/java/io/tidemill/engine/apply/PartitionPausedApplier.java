package io.tidemill.engine.apply;

import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.state.PartitionState;

final class PartitionPausedApplier {
  private PartitionPausedApplier() {}

  static void apply(PartitionPaused fact, PartitionState state, long at) {
    fact.forgotten().forEach(state.pauses()::remove);
    state.pause(fact.tag()).begin(at, fact.by());
    state.pause(fact.tag()).apply(fact.command());
    state.pausesChanged();
  }
}
