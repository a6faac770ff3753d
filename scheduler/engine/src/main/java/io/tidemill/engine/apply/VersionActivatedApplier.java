package io.tidemill.engine.apply;

import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ScheduleState;
import java.util.List;

final class VersionActivatedApplier {
  private VersionActivatedApplier() {}

  static void apply(VersionActivated fact, PartitionState state, long at) {
    DagState dag = state.dag(fact.dag());
    for (String tag : dag.tags()) {
      PauseHistory pauses = state.pauses().get(tag);
      if (pauses != null && !fact.tags().contains(tag)) {
        keep(pauses, dag.pauses(), at);
      }
    }
    for (MaintenanceWindow window : List.copyOf(state.maintenance().values())) {
      boolean lost = window.dag() == 0 && window.concerns(dag) && !window.tag().isEmpty()
          && !fact.tags().contains(window.tag());
      if (lost && window.stage() != MaintenanceWindow.Stage.PLANNED) {
        state.set(window.leftWith(dag, at));
      }
    }
    dag.links().addresses().putAll(fact.links().addresses());
    dag.links().partition(fact.links().partition());
    dag.links().assetWait().declare(fact.links().onAssets());
    dag.activate(fact.id(), fact.version(), fact.tags(), fact.overlap());
    dag.schedules().values().forEach(ScheduleState::retire);
    for (VersionActivated.Declared declared : fact.schedules()) {
      dag.schedule(declared.node().name()).declare(fact.id(), declared.node(), declared.cursor(), declared.since());
    }
  }

  /// A tag that is lost takes no pause with it that was: what was due in one, and is not decided, was due in a pause.
  private static void keep(PauseHistory ofTag, PauseHistory ofDag, long at) {
    ofTag.ended().forEach(ofDag::add);
    if (ofTag.since() != 0) {
      ofDag.add(new Span(ofTag.since(), at));
    }
  }
}
