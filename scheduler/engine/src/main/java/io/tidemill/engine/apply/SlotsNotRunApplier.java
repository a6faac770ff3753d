package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.DagState;

final class SlotsNotRunApplier {
  private SlotsNotRunApplier() {}

  static void apply(SlotsNotRun fact, DagState dag) {
    SlotCoverage.notRun(dag.schedule(fact.schedule()), fact);
    SlotsDecided.upTo(dag, fact.schedule(), fact.last(),
        fact.outcome() == SlotOutcome.MISSED ? SlotResult.MISSED : SlotResult.SKIPPED);
  }
}
