package io.tidemill.engine.apply;

import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.state.DagState;

final class SchedulesPausedApplier {
  private SchedulesPausedApplier() {}

  static void apply(SchedulesPaused fact, DagState dag, long at) {
    dag.pauses().begin(at, fact.by());
    dag.touch();
  }
}
