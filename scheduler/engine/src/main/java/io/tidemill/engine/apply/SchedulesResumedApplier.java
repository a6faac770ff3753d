package io.tidemill.engine.apply;

import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.state.DagState;

final class SchedulesResumedApplier {
  private SchedulesResumedApplier() {}

  static void apply(SchedulesResumed fact, DagState dag, long at) {
    dag.pauses().end(at);
    dag.touch();
  }
}
