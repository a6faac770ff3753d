package io.tidemill.engine.apply;

import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.ScheduleState;

final class VersionActivatedApplier {
  private VersionActivatedApplier() {}

  static void apply(VersionActivated fact, PartitionState state) {
    DagState dag = state.dag(fact.dag());
    fact.keptPauses().forEach(dag.pauses()::add);
    dag.links().addresses().putAll(fact.links().addresses());
    dag.links().partition(fact.links().partition());
    dag.links().assetWait().declare(fact.links().onAssets());
    dag.activate(fact.id(), fact.version(), fact.tags(), fact.overlap());
    dag.schedules().values().forEach(ScheduleState::retire);
    for (VersionActivated.Declared declared : fact.schedules()) {
      dag.schedule(declared.node().name()).declare(fact.id(), declared.node(), declared.cursor(), declared.since());
    }
  }
}
