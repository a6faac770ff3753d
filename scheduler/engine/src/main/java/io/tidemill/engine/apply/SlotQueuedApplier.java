package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.state.DagState;

final class SlotQueuedApplier {
  private SlotQueuedApplier() {}

  static void apply(SlotQueued fact, DagState dag) {
    dag.schedule(fact.slot().schedule()).decided(fact.slot().time());
    dag.schedule(fact.slot().schedule()).history().note(fact.slot().time(), SlotResult.ACTIVE);
    dag.links().held().remove(fact.slot());
    dag.waiting().add(fact.slot());
  }
}
