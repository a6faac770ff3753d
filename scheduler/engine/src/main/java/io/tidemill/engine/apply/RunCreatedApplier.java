package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;

final class RunCreatedApplier {
  private RunCreatedApplier() {}

  static void apply(RunCreated fact, PartitionState state, long at) {
    DagState dag = state.dag(fact.dag());
    RunState run = new RunState(fact.dag(), fact.run(), state.graphs().compiled(fact.dag(), fact.version()), fact.key(),
        fact.params(), fact.trigger(), at);
    run.touch();
    dag.runs().put(fact.run(), run);
    dag.sawRun(fact.run());
    if (fact.key() != null) {
      dag.remember(fact.key(), fact.run());
    }
    if (fact.trigger() instanceof Trigger.Slot trigger) {
      SlotsDecided.upTo(dag, trigger.slot().schedule(), trigger.slot().time(), SlotResult.ACTIVE);
    }
    if (fact.trigger() instanceof Trigger.Assets trigger) {
      dag.links().assetWait().started(trigger.events());
    }
    if (fact.trigger() instanceof Trigger.Backfill trigger) {
      dag.backfill(trigger.backfill()).took(fact.run(), trigger.slot().time(), at);
    }
  }
}
