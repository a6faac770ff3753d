package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;

final class RunEndedApplier {
  private RunEndedApplier() {}

  static void apply(RunEnded fact, RunState run, PartitionState state, long at) {
    BackfillState backfill = run.trigger() instanceof Trigger.Backfill trigger && run.underWay()
        ? state.dag(fact.dag()).backfills().get(trigger.backfill())
        : null;
    run.end(fact.outcome(), at);
    if (backfill != null) {
      backfill.ended(fact.run(), fact.outcome(), at);
    }
    SlotRef slot = run.trigger().ofSlot();
    if (slot != null) {
      SlotCoverage.ended(state.dag(fact.dag()).schedule(slot.schedule()), slot, fact.run(), fact.outcome());
    }
    SlotsDecided.ended(state, run);
    if (run.trigger() instanceof Trigger.Slot trigger) {
      state.dag(fact.dag())
          .schedule(trigger.slot().schedule())
          .history()
          .note(trigger.slot().time(), result(fact.outcome()));
    }
    if (run.trigger() instanceof Trigger.Slot || run.trigger() instanceof Trigger.Assets) {
      DagState dag = state.dag(fact.dag());
      boolean held = fact.outcome() == RunOutcome.FAILED || fact.outcome() == RunOutcome.CANCELLED;
      if (held && fact.run() >= dag.heldBy()) {
        dag.heldBy(fact.run());
      } else if (!held && fact.run() >= dag.heldBy()) {
        dag.heldBy(0);
      }
    }
  }

  private static SlotResult result(RunOutcome outcome) {
    return switch (outcome) {
      case SUCCESS -> SlotResult.SUCCESS;
      case FAILED -> SlotResult.FAILED;
      case CANCELLED -> SlotResult.CANCELLED;
      case SKIPPED -> SlotResult.SKIPPED;
    };
  }
}
