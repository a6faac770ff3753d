package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of the slots of a schedule that are due shall run, by the catch-up policies (semantics §3).
///
/// Slots that are due fall into periods, which follow from the state alone: before the deployment, before the last pause or maintenance,
/// in it, and after it. Each period has its policy. Of the slots of a period that are due, the policy lets the newest ones run;
/// the others are missed, with the period as the reason. The newest slot of all is on time, and runs under every policy, unless
/// it is due for more than [#LATE_MILLIS].
final class OverdueSlots {
  /// A slot that is due for longer was not decided in time.
  static final long LATE_MILLIS = 60_000;

  /// What shall become of slots.
  sealed interface Verdict permits Run, NotRun {
    /// How many slots it is about.
    int slots();
  }

  /// A slot shall run.
  record Run(SlotRef slot) implements Verdict {
    @Override public int slots() {
      return 1;
    }
  }

  /// Consecutive slots shall not.
  record NotRun(long first, long last, int count, SlotOutcome outcome, SlotReason reason) implements Verdict {
    @Override public int slots() {
      return count;
    }
  }

  private final ScheduleNode node;
  private final SlotSequence sequence;
  private final long now;
  private final boolean closing;
  private final List<Verdict> verdicts = new ArrayList<>();
  private @Nullable NotRun passed;

  private OverdueSlots(ScheduleNode node, SlotSequence sequence, long now, boolean closing) {
    this.node = node;
    this.sequence = sequence;
    this.now = now;
    this.closing = closing;
  }

  /// When a slot is due. A declaration that goes out of force waits for no jitter.
  private long due(ScheduledSlot slot) {
    return (closing ? slot.time() : slot.runAfter()).toEpochMilli();
  }

  /// Decides about the due slots of the first period that has any, in the order of their times.
  ///
  /// @param first the first slot that is not decided
  /// @param pauses pauses of the DAG, in the order of their times
  /// @param most slots that are looked at, at least 1
  static List<Verdict> of(ScheduleState schedule, @Nullable ScheduledSlot first, List<Span> pauses, long now,
      int most) {
    return of(schedule, first, pauses, now, most, false);
  }

  /// The same for a schedule whose declaration goes out of force: slots that wait for their jitter are due now.
  static List<Verdict> closing(ScheduleState schedule, List<Span> pauses, long now, int most) {
    return of(schedule, schedule.next(), pauses, now, most, true);
  }

  /// What becomes of the slots of a schedule that are due in a maintenance window, once that is over.
  ///
  /// @param from when the window begins
  /// @param until when it ends, not part of it
  /// @param most slots that are looked at
  static List<Verdict> afterMaintenance(ScheduleNode node, SlotSequence sequence, long from, long until, int most) {
    OverdueSlots overdue = new OverdueSlots(node, sequence, until, false);
    ScheduledSlot first = sequence.next(Instant.ofEpochMilli(from - node.jitterMillis() - 1));
    while (first != null && overdue.due(first) < from) {
      first = sequence.next(first.time());
    }
    if (first == null || overdue.due(first) >= until) {
      return List.of();
    }
    overdue.decide(first, new Period(first.time().toEpochMilli() - 1, until, until - 1, false, node.catchUp(),
        SlotReason.MAINTENANCE), most);
    return overdue.verdicts;
  }

  private static List<Verdict> of(ScheduleState schedule, @Nullable ScheduledSlot first, List<Span> pauses, long now,
      int most, boolean closing) {
    ScheduleNode node = schedule.node();
    SlotSequence sequence = schedule.sequence();
    if (node == null || sequence == null || first == null) {
      return List.of();
    }
    OverdueSlots overdue = new OverdueSlots(node, sequence, now, closing);
    if (overdue.due(first) > now) {
      return List.of();
    }
    overdue.decide(first, Period.of(first, overdue.due(first), node, schedule.since(), pauses, now), most);
    return overdue.verdicts;
  }

  private void decide(ScheduledSlot first, Period period, int most) {
    ScheduledSlot newest = newestDue(period);
    long last = newest.time().toEpochMilli();
    long from = firstToRun(period, newest);
    int looked = 0;
    for (ScheduledSlot slot = first; slot != null && looked < most; slot = sequence.next(slot.time())) {
      long time = slot.time().toEpochMilli();
      if (time > last || due(slot) > now) {
        break;
      }
      looked++;
      if (slot.skipped()) {
        pass(time, SlotOutcome.SKIPPED, SlotReason.QUIET);
      } else if (time < from) {
        pass(time, SlotOutcome.MISSED, period.reason());
      } else {
        flush();
        verdicts.add(new Run(new SlotRef(node.name(), time, slot.intervalStart().toEpochMilli(),
            slot.intervalEnd().toEpochMilli())));
      }
    }
    flush();
  }

  /// The newest slot of a period that may start now.
  private ScheduledSlot newestDue(Period period) {
    ScheduledSlot slot = before(Math.min(period.until(), period.dueUntil()) + 1);
    while (due(slot) > period.dueUntil()) {
      slot = before(slot.time().toEpochMilli());
    }
    return slot;
  }

  /// The newest slot before a time: there is one, since the first that is due is.
  private ScheduledSlot before(long time) {
    ScheduledSlot slot = sequence.previous(Instant.ofEpochMilli(time));
    if (slot == null) {
      throw new IllegalStateException("Expected a slot of schedule '" + node.name() + "' before "
          + Instant.ofEpochMilli(time) + ", but there is none");
    }
    return slot;
  }

  /// Time of the first slot of a period that shall run, `Long.MAX_VALUE` for none.
  private long firstToRun(Period period, ScheduledSlot newest) {
    CatchUpNode catchUp = period.catchUp();
    long last = newest.time().toEpochMilli();
    long onTime = period.current() && now - newest.runAfter().toEpochMilli() <= LATE_MILLIS ? last : Long.MAX_VALUE;
    return switch (catchUp.mode()) {
      case NONE -> onTime;
      case LATEST -> newestToRun(last, period.after(), 1, Long.MIN_VALUE);
      case ALL -> Math.min(onTime, newestToRun(last, period.after(), catchUp.maxRuns(), now - catchUp.windowMillis()));
    };
  }

  /// Goes back from the newest slot of a period over those that are not quiet.
  ///
  /// @param after time at which the period begins, not part of it
  /// @param most how many shall run
  /// @param oldest time of the oldest that may
  private long newestToRun(long last, long after, int most, long oldest) {
    long from = Long.MAX_VALUE;
    int found = 0;
    ScheduledSlot slot = before(last + 1);
    for (int looked = 0; slot != null && looked < SlotsDue.MOST_SLOTS && found < most; looked++) {
      long time = slot.time().toEpochMilli();
      if (time <= after || time < oldest) {
        break;
      }
      if (!slot.skipped()) {
        found++;
        from = time;
      }
      slot = sequence.previous(slot.time());
    }
    return from;
  }

  private void pass(long time, SlotOutcome outcome, SlotReason reason) {
    NotRun before = passed;
    if (before != null && before.outcome() == outcome && before.reason() == reason) {
      passed = new NotRun(before.first(), time, before.count() + 1, outcome, reason);
    } else {
      flush();
      passed = new NotRun(time, time, 1, outcome, reason);
    }
  }

  private void flush() {
    if (passed != null) {
      verdicts.add(passed);
      passed = null;
    }
  }

  /// A span of time whose slots follow one policy. A slot belongs to a deployment by its time, and to a pause by when it is due,
  /// which is later where the schedule has jitter.
  ///
  /// @param after where it begins, not part of it, in milliseconds since 1970
  /// @param until time of the last slot that may be in it
  /// @param dueUntil when the last slot of it may be due, at most now
  /// @param current whether it reaches to now
  /// @param reason why slots of it are missed
  private record Period(long after, long until, long dueUntil, boolean current, CatchUpNode catchUp,
      SlotReason reason) {
    static Period of(ScheduledSlot first, long due, ScheduleNode node, long since, List<Span> pauses, long now) {
      long before = first.time().toEpochMilli() - 1;
      if (before < since) {
        return new Period(before, since, now, false, node.catchUpAfterPause(), SlotReason.BEFORE_DEPLOYMENT);
      }
      for (Span pause : pauses) {
        if (pause.contains(due)) {
          return new Period(before, now, Math.min(pause.until(), now), false,
              pause.maintenance() ? node.catchUp() : node.catchUpAfterPause(),
              pause.maintenance() ? SlotReason.MAINTENANCE : SlotReason.PAUSED);
        }
        if (due <= pause.from()) {
          return new Period(before, now, pause.from(), false, node.catchUp(), SlotReason.DOWNTIME);
        }
      }
      return new Period(before, now, now, true, node.catchUp(), SlotReason.DOWNTIME);
    }
  }
}
