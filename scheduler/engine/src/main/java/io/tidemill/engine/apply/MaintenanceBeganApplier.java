package io.tidemill.engine.apply;

import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.state.PartitionState;

final class MaintenanceBeganApplier {
  private MaintenanceBeganApplier() {}

  static void apply(MaintenanceBegan fact, PartitionState state) {
    state.set(state.maintenance(fact.window()).begun());
    state.pausesChanged();
  }
}
