package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Slots that are due get a run, wait for one, or are recorded with the reason why they have none (semantics §3, §4).
final class SlotsDue {
  /// Slots of one DAG that a turn looks at; what is due beyond them is decided in the next.
  static final int MOST_SLOTS = 10_000;
  /// Slots that wait under a policy without a limit of its own; one that comes then is skipped.
  static final int MOST_WAITING = 10_000;

  private SlotsDue() {}

  /// Decides what is due of all schedules of a DAG, unless it is paused: first the slots that wait and have room now, then
  /// schedule by schedule the slots that came due.
  ///
  /// @return how many of those it looked at, at most [#MOST_SLOTS]
  static int decide(Turn turn, DagState dag) {
    if (turn.state().paused(dag)) {
      return 0;
    }
    release(turn, dag);
    while (!full(turn) && dag.hasRoom()) {
      SlotRef waits = dag.waiting().peek();
      if (waits == null) {
        break;
      }
      run(turn, dag, waits);
    }
    List<Span> pauses = turn.state().restsOf(dag, turn.now());
    int left = MOST_SLOTS;
    for (ScheduleState schedule = next(turn, dag); schedule != null && left > 0
        && !full(turn); schedule = next(turn, dag)) {
      for (OverdueSlots.Verdict verdict : OverdueSlots.of(schedule, schedule.next(), pauses, turn.now(), left)) {
        if (full(turn)) {
          return MOST_SLOTS - left;
        }
        left -= verdict.slots();
        switch (verdict) {
          case OverdueSlots.Run due -> {
            if (HeldSlots.mayGo(dag, due.slot())) {
              admit(turn, dag, due.slot());
            } else {
              turn.record(new SlotHeld(dag.number(), due.slot()));
            }
          }
          case OverdueSlots.NotRun passed -> turn.record(new SlotsNotRun(dag.number(), schedule.name(), passed.first(),
              passed.last(), passed.count(), passed.outcome(), passed.reason()));
        }
      }
    }
    return MOST_SLOTS - left;
  }

  /// Slots whose data is there by now run, wait or are skipped as if they came due now.
  private static void release(Turn turn, DagState dag) {
    for (SlotRef slot : List.copyOf(dag.links().held())) {
      if (!full(turn) && HeldSlots.mayGo(dag, slot)) {
        admit(turn, dag, slot);
      }
    }
  }

  private static boolean full(Turn turn) {
    return turn.facts().size() >= TimersDueDecision.MOST_FACTS;
  }

  /// The schedule whose first undecided slot is due longest, null where nothing is due.
  private static @Nullable ScheduleState next(Turn turn, DagState dag) {
    ScheduleState first = null;
    for (ScheduleState schedule : dag.schedules().values()) {
      if (schedule.dueAt() <= turn.now() && (first == null || schedule.dueAt() < first.dueAt())) {
        first = schedule;
      }
    }
    return first;
  }

  /// A slot runs, waits or is skipped, as the overlap policy says. While the DAG is paused it waits for the end of that.
  static void admit(Turn turn, DagState dag, SlotRef slot) {
    if (turn.state().paused(dag)) {
      queue(turn, dag, slot);
      return;
    }
    switch (OverlapRule.of(dag.overlap(), dag.hasRoom(), dag.waiting().size())) {
      case RUN -> run(turn, dag, slot);
      case QUEUE -> turn.record(new SlotQueued(dag.number(), slot));
      case REPLACE_WAITING -> {
        supersede(turn, dag);
        turn.record(new SlotQueued(dag.number(), slot));
      }
      case CANCEL_OLD -> {
        supersede(turn, dag);
        for (RunState run : List.copyOf(dag.runs().values())) {
          if (run.occupiesSlot() && !run.cancelRequested()) {
            CancelRunDecision.cancel(turn, run, "a newer slot of schedule '" + slot.schedule() + "' is due");
          }
        }
        if (dag.hasRoom()) {
          run(turn, dag, slot);
        } else {
          turn.record(new SlotQueued(dag.number(), slot));
        }
      }
      case OVERLAP -> notRun(turn, dag, slot, SlotOutcome.SKIPPED, SlotReason.OVERLAP);
      case QUEUE_FULL -> notRun(turn, dag, slot, SlotOutcome.SKIPPED, SlotReason.QUEUE_FULL);
    }
  }

  /// A slot waits, as the overlap policy lets it.
  static void queue(Turn turn, DagState dag, SlotRef slot) {
    switch (OverlapRule.of(dag.overlap(), true, dag.waiting().size())) {
      case RUN, QUEUE -> turn.record(new SlotQueued(dag.number(), slot));
      case REPLACE_WAITING, CANCEL_OLD -> {
        supersede(turn, dag);
        turn.record(new SlotQueued(dag.number(), slot));
      }
      case OVERLAP -> notRun(turn, dag, slot, SlotOutcome.SKIPPED, SlotReason.OVERLAP);
      case QUEUE_FULL -> notRun(turn, dag, slot, SlotOutcome.SKIPPED, SlotReason.QUEUE_FULL);
    }
  }

  private static void supersede(Turn turn, DagState dag) {
    for (SlotRef older : List.copyOf(dag.waiting())) {
      notRun(turn, dag, older, SlotOutcome.SKIPPED, SlotReason.SUPERSEDED);
    }
  }

  static void notRun(Turn turn, DagState dag, SlotRef slot, SlotOutcome outcome, SlotReason reason) {
    turn.record(new SlotsNotRun(dag.number(), slot.schedule(), slot.time(), slot.time(), 1, outcome, reason));
  }

  private static void run(Turn turn, DagState dag, SlotRef slot) {
    CreateRunDecision.create(turn, dag, dag.version(), null, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""),
        new Trigger.Slot(slot, dag.schedule(slot.schedule()).history().before(slot.time())));
  }
}
