package io.tidemill.engine.apply;

import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.state.PartitionState;

final class MaintenancePlannedApplier {
  private MaintenancePlannedApplier() {}

  static void apply(MaintenancePlanned fact, PartitionState state) {
    fact.forgotten().forEach(state.maintenance()::remove);
    state.set(fact.window());
    state.pausesChanged();
  }
}
