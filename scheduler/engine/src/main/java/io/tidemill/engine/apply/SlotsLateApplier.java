package io.tidemill.engine.apply;

import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.state.DagState;

final class SlotsLateApplier {
  private SlotsLateApplier() {}

  static void apply(SlotsLate fact, DagState dag) {
    dag.schedule(fact.schedule()).lateness(fact.kind()).late(fact.last());
  }
}
