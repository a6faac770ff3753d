package io.tidemill.engine.decide;

import io.tidemill.engine.input.KnownSlots;
import io.tidemill.engine.input.KnownSlots.Decided;
import io.tidemill.engine.reply.BackfillPlanned.Slots;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.FateReason;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotFate;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.BackfillState.Taken;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.SlotSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a backfill does about each slot of its range (semantics §13): run it, adopt what somebody else runs, or skip it.
///
/// The tables say what became of slots, and the state what changed since: a slot that was decided after the tables were asked makes the
/// plan [#stale].
final class BackfillPlan {
  /// Most slots in the range of a backfill.
  static final int MOST_SLOTS = 100_000;

  private final DagState dag;
  private final ScheduleState schedule;
  private final Reprocess reprocess;
  private final KnownSlots history;
  private final Map<Long, Ran> runs = new HashMap<>();
  private final Set<Long> waiting = new HashSet<>();
  private final List<BackfillState> others;
  private final List<Slots> slots = new ArrayList<>();
  private boolean stale;

  /// The newest run of a slot.
  ///
  /// @param ended how it ended, null while it is active
  private record Ran(long run, @Nullable RunOutcome ended) {}

  private BackfillPlan(DagState dag, ScheduleState schedule, Reprocess reprocess, KnownSlots history, long from,
      long until) {
    this.dag = dag;
    this.schedule = schedule;
    this.reprocess = reprocess;
    this.history = history;
    others = dag.backfills()
        .values()
        .stream()
        .filter(other -> other.spec().schedule().equals(schedule.name()) && other.spec().from() < until
            && from < other.spec().until())
        .toList();
  }

  /// @param sequence slots of the schedule
  /// @param from begin of the range, in milliseconds since 1970
  /// @param until its end, not part of it
  static BackfillPlan of(DagState dag, ScheduleState schedule, SlotSequence sequence, long from, long until,
      Reprocess reprocess, KnownSlots history) {
    BackfillPlan plan = new BackfillPlan(dag, schedule, reprocess, history, from, until);
    plan.look();
    for (ScheduledSlot slot = sequence.next(Instant.ofEpochMilli(from - 1)); slot != null
        && slot.time().toEpochMilli() < until && plan.slots.size() <= MOST_SLOTS; slot = sequence.next(slot.time())) {
      plan.add(slot);
    }
    return plan;
  }

  /// Gathers what is known of the slots, from the tables and then from memory, which is newer.
  private void look() {
    stale = dag.endedBackfillRun() > history.lastRun();
    String name = schedule.name();
    dag.waiting().stream().filter(slot -> slot.schedule().equals(name)).forEach(slot -> waiting.add(slot.time()));
    for (Decided decided : history.decided()) {
      if (decided.run() != 0) {
        RunOutcome ended = decided.ended() == null ? endOf(decided.run()) : decided.ended();
        saw(decided.first(), new Ran(decided.run(), ended));
        stale |= ended == null && !dag.runs().containsKey(decided.run());
      }
    }
    for (BackfillState other : others) {
      Map<Long, Taken> taken = other.takenAfter(history.lastRun());
      if (taken == null) {
        stale = true;
      } else {
        taken.forEach((run, slot) -> saw(slot.time(), new Ran(run, slot.ended())));
      }
    }
    for (RunState run : dag.runs().values()) {
      SlotRef slot = run.trigger().ofSlot();
      if (slot != null && slot.schedule().equals(name)) {
        saw(slot.time(), new Ran(run.number(), run.outcome()));
      }
    }
    for (Decided decided : history.decided()) {
      stale |= decided.outcome() == SlotOutcome.QUEUED && !waiting.contains(decided.first())
          && !runs.containsKey(decided.first());
    }
  }

  private @Nullable RunOutcome endOf(long run) {
    RunOutcome ended = null;
    for (BackfillState other : others) {
      ended = ended == null ? other.endOf(run) : ended;
    }
    return ended;
  }

  /// Of several runs an active one counts, else the newest.
  private void saw(long time, Ran ran) {
    runs.merge(time, ran, (known, other) -> {
      if (known.run() == other.run()) {
        return other;
      }
      boolean counts = known.ended() == null
          ? other.ended() == null && other.run() > known.run()
          : other.ended() == null || other.run() > known.run();
      return counts ? other : known;
    });
  }

  private void add(ScheduledSlot slot) {
    long time = slot.time().toEpochMilli();
    stale |= time > history.cursor() && time <= schedule.cursor();
    Ran ran = runs.get(time);
    FateReason reason = reason(slot, time, ran);
    slots.add(new Slots(time, time, 1, reason,
        ran == null || reason.fate() == SlotFate.RUN || reason == FateReason.OTHER_BACKFILL ? 0 : ran.run()));
  }

  private FateReason reason(ScheduledSlot slot, long time, @Nullable Ran ran) {
    if (ran != null && ran.ended() == null) {
      return FateReason.ACTIVE;
    }
    if (others.stream().anyMatch(other -> other.awaits(time))) {
      return FateReason.OTHER_BACKFILL;
    }
    if (ran != null) {
      boolean failed = ran.ended() == RunOutcome.FAILED || ran.ended() == RunOutcome.CANCELLED;
      return switch (reprocess) {
        case MISSING -> failed ? FateReason.LEFT_FAILED : FateReason.SUCCEEDED;
        case FAILED -> failed ? FateReason.RUN_FAILED : FateReason.SUCCEEDED;
        case ALL -> failed ? FateReason.RUN_FAILED : FateReason.RUN_AGAIN;
      };
    }
    if (waiting.contains(time)) {
      return FateReason.WAITING;
    }
    if (time > schedule.cursor()) {
      return FateReason.NOT_DECIDED;
    }
    return slot.skipped() && reprocess != Reprocess.ALL ? FateReason.QUIET : FateReason.NO_RUN;
  }

  /// Whether something happened since the tables were asked, so that they must be asked again.
  boolean stale() {
    return stale;
  }

  /// Slots of the range one by one, in the order of their times; [#MOST_SLOTS] and one where they are more than that.
  List<Slots> slots() {
    return slots;
  }

  /// How many slots there are of each fate.
  BackfillTotals totals() {
    int[] totals = new int[SlotFate.values().length];
    slots.forEach(slot -> totals[slot.reason().fate().ordinal()]++);
    return new BackfillTotals(totals[SlotFate.RUN.ordinal()], totals[SlotFate.ADOPT.ordinal()],
        totals[SlotFate.SKIP.ordinal()]);
  }

  /// The slots that get a run; consecutive slots of the schedule as one span.
  List<SlotSpan> toRun() {
    List<SlotSpan> spans = new ArrayList<>();
    boolean before = false;
    for (Slots slot : slots) {
      boolean runs = slot.reason().fate() == SlotFate.RUN;
      if (runs && before) {
        SlotSpan last = spans.removeLast();
        spans.add(new SlotSpan(last.first(), slot.first(), last.count() + 1));
      } else if (runs) {
        spans.add(new SlotSpan(slot.first(), slot.first(), 1));
      }
      before = runs;
    }
    return spans;
  }

  /// Consecutive slots with one fate, one reason and no run of their own as one.
  List<Slots> grouped() {
    List<Slots> groups = new ArrayList<>();
    for (Slots slot : slots) {
      Slots last = groups.isEmpty() ? null : groups.getLast();
      if (last != null && last.reason() == slot.reason() && last.run() == 0 && slot.run() == 0) {
        groups.set(groups.size() - 1, new Slots(last.first(), slot.last(), last.count() + 1, slot.reason(), 0));
      } else {
        groups.add(slot);
      }
    }
    return groups;
  }
}
