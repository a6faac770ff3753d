package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.state.DagState;

final class SlotHeldApplier {
  private SlotHeldApplier() {}

  static void apply(SlotHeld fact, DagState dag) {
    dag.schedule(fact.slot().schedule()).decided(fact.slot().time());
    dag.schedule(fact.slot().schedule()).history().note(fact.slot().time(), SlotResult.ACTIVE);
    dag.links().held().add(fact.slot());
  }
}
