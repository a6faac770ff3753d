package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.time.Instant;
import java.util.function.Consumer;

/// Checks what is decided about slots against the state before it: each slot once, in order, none left out.
final class SlotChecks {
  private final Consumer<FaultKind> reached;
  private final BackfillChecks backfills;

  SlotChecks(Consumer<FaultKind> reached, BackfillChecks backfills) {
    this.reached = reached;
    this.backfills = backfills;
  }

  void check(DagFact fact, DagState dag) {
    switch (fact) {
      case CommandApplied f -> {
        // What it did to schedules are facts of its own.
      }
      case VersionActivated f -> activated(f, dag);
      case SlotHeld f -> {
        first(f.slot().schedule(), f.slot().time(), dag);
        reached.accept(FaultKind.SLOT_HELD);
      }
      case MessageSent _,MessageTaken _,AssetEventRecorded _ -> {
        // Checked by the messages.
      }
      case SlotQueued f -> {
        firstUnlessHeld(f.slot().schedule(), f.slot().time(), dag);
        reached.accept(FaultKind.SLOT_QUEUED);
      }
      case SlotsNotRun f -> notRun(f, dag);
      case SlotsLate f -> late(f, dag);
      case SchedulesPaused f -> reached.accept(FaultKind.SCHEDULES_PAUSED);
      case SchedulesResumed f -> {
        // What was due in between is decided by facts of its own.
      }
      case BackfillCreated f -> backfills.created(f, dag);
      case BackfillCancelRequested f -> backfills.cancelled(f);
      case BackfillEnded f -> backfills.ended(f, dag);
      case BackfillPaused _,BackfillResumed _ -> {
        // Runs that are created are checked.
      }
    }
  }

  /// A slot has a run: it waited for one, or is the first that is not decided.
  void ran(SlotRef slot, DagState dag) {
    if (!dag.waiting().contains(slot)) {
      firstUnlessHeld(slot.schedule(), slot.time(), dag);
    }
    reached.accept(FaultKind.SLOT_RAN);
  }

  private void notRun(SlotsNotRun f, DagState dag) {
    boolean waited = held(f.schedule(), f.first(), dag)
        || dag.waiting().stream().anyMatch(s -> s.schedule().equals(f.schedule()) && s.time() == f.first());
    if (waited) {
      require(f.count() == 1 && f.first() == f.last(), Invariant.EACH_SLOT_ONCE, f + " of a slot that waited");
      return;
    }
    SlotSequence sequence = first(f.schedule(), f.first(), dag);
    int count = 1;
    for (long time = f.first(); time < f.last(); count++) {
      ScheduledSlot next = sequence.next(Instant.ofEpochMilli(time));
      require(next != null, Invariant.EACH_SLOT_ONCE, f + " goes beyond the end");
      time = next == null ? f.last() : next.time().toEpochMilli();
      require(time <= f.last(), Invariant.EACH_SLOT_ONCE, f + " ends between slots");
    }
    require(count == f.count(), Invariant.EACH_SLOT_ONCE, f + " but there are " + count);
    reached.accept(FaultKind.SLOT_NOT_RUN);
  }

  private static boolean held(String schedule, long time, DagState dag) {
    return dag.links().held().stream().anyMatch(s -> s.schedule().equals(schedule) && s.time() == time);
  }

  private static void firstUnlessHeld(String schedule, long time, DagState dag) {
    if (!held(schedule, time, dag)) {
      first(schedule, time, dag);
    }
  }

  /// Late is only the first slot that has not met what is expected, and a run that is named is the slot's and has not ended.
  private void late(SlotsLate f, DagState dag) {
    ScheduleState schedule = dag.schedules().get(f.schedule());
    ScheduledSlot next = schedule == null ? null : schedule.lateness(f.kind()).next();
    require(next != null && next.time().toEpochMilli() == f.first(), Invariant.LATE_ONCE, f + " but next is " + next);
    for (RunState run : dag.runs().values()) {
      SlotRef slot = run.trigger().ofSlot();
      boolean of = slot != null && slot.schedule().equals(f.schedule()) && slot.time() >= f.first()
          && slot.time() <= f.last();
      boolean met = f.kind() == LatenessKind.NOT_STARTED ? run.startedAt() != 0 : run.outcome() != null;
      require(!of || !met, Invariant.LATE_ONCE, f + " but run " + run.number() + " has done it");
    }
    reached.accept(FaultKind.SLOT_LATE);
  }

  private static SlotSequence first(String name, long time, DagState dag) {
    ScheduleState schedule = dag.schedules().get(name);
    SlotSequence sequence = schedule == null ? null : schedule.sequence();
    if (schedule == null || sequence == null) {
      throw new Violation(Invariant.EACH_SLOT_ONCE, "a slot of schedule " + name + ", which is not declared");
    }
    ScheduledSlot next = sequence.next(Instant.ofEpochMilli(schedule.cursor()));
    require(next != null && next.time().toEpochMilli() == time, Invariant.EACH_SLOT_ONCE,
        "slot " + Instant.ofEpochMilli(time) + " of schedule " + name + ", but the first that is not decided is "
            + next);
    return sequence;
  }

  /// No slot that another declaration named may be left out or come again.
  private static void activated(VersionActivated f, DagState dag) {
    for (VersionActivated.Declared declared : f.schedules()) {
      ScheduleState known = dag.schedules().get(declared.node().name());
      if (known == null) {
        continue;
      }
      require(declared.cursor() >= known.cursor(), Invariant.EACH_SLOT_ONCE,
          declared + " goes back behind " + known.cursor());
      SlotSequence sequence = known.sequence();
      ScheduledSlot next = sequence == null ? null : sequence.next(Instant.ofEpochMilli(known.cursor()));
      require(next == null || next.time().toEpochMilli() > declared.cursor(), Invariant.EACH_SLOT_ONCE,
          declared + " leaves out " + next);
    }
  }
}
