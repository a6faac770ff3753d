package io.tidemill.engine.apply;

import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.state.PartitionState;

final class MaintenanceEndedApplier {
  private MaintenanceEndedApplier() {}

  static void apply(MaintenanceEnded fact, PartitionState state, long at) {
    state.set(state.maintenance(fact.window()).ended(at));
    state.pausesChanged();
  }
}
