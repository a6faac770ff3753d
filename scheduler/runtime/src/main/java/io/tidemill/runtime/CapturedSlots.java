package io.tidemill.runtime;

import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.PartitionFact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import java.util.ArrayList;
import java.util.List;

/// Slots that were decided since the last snapshot; the state keeps only how far they are.
final class CapturedSlots {
  private final int partition;
  private final List<SlotRow> rows = new ArrayList<>();
  private final List<LateSlotRow> lateRows = new ArrayList<>();
  private final List<BackfillSlotRow> backfillRows = new ArrayList<>();

  CapturedSlots(int partition) {
    this.partition = partition;
  }

  /// Adds what a fact tells, if it decides a slot.
  void add(Fact fact, long at) {
    switch (fact) {
      case RunCreated created when created.trigger() instanceof Trigger.Slot(SlotRef slot, _) ->
        rows.add(row(created.dag(), slot, SlotOutcome.RUN, created.run(), at));
      case RunCreated created when created.trigger() instanceof Trigger.Backfill(long backfill, SlotRef slot) ->
        backfillRows.add(new BackfillSlotRow(partition, created.dag(), backfill, slot.schedule(), slot.time(),
            created.run()));
      case SlotQueued queued -> rows.add(row(queued.dag(), queued.slot(), SlotOutcome.QUEUED, 0, at));
      case SlotHeld held -> rows.add(row(held.dag(), held.slot(), SlotOutcome.QUEUED, 0, at));
      case SlotsNotRun f -> rows.add(new SlotRow(partition, f.dag(), f.schedule(), f.first(), f.last(), f.count(),
          f.outcome(), f.reason(), 0, at));
      case MessageSent _,MessageTaken _,AssetEventRecorded _ -> {
        // What follows for slots is a fact of its own.
      }
      case SlotsLate f -> lateRows.add(new LateSlotRow(partition, f.dag(), f.schedule(), f.kind(), f.first(), f.last(),
          f.count(), f.limitMillis(), f.cause(), f.run(), at));
      case VersionActivated _,CommandApplied _,SchedulesPaused _,SchedulesResumed _ -> {
        // Decides no slot.
      }
      case BackfillCreated _,BackfillPaused _,BackfillResumed _,BackfillCancelRequested _,BackfillEnded _ -> {
        // Its slots are decided one by one.
      }
      case RunFact _,TaskFact _,PartitionFact _ -> {
        // Not about a slot.
      }
    }
  }

  private SlotRow row(int dag, SlotRef slot, SlotOutcome outcome, long run, long at) {
    return new SlotRow(partition, dag, slot.schedule(), slot.time(), slot.time(), 1, outcome, null, run, at);
  }

  List<SlotRow> rows() {
    return rows;
  }

  /// Slots that were late.
  List<LateSlotRow> lateRows() {
    return lateRows;
  }

  /// Slots that backfills ran.
  List<BackfillSlotRow> backfillRows() {
    return backfillRows;
  }
}
