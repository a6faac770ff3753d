package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.LatenessWatch;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Slots of which their schedule expects more by now are recorded as late, once each and for each expectation: also those without a run, since
/// the DAG is paused, no scheduler ran, or they were missed (semantics §9).
final class LatenessDecision {
  private LatenessDecision() {}

  /// A slot of a DAG. Its interval is another once its schedule was edited.
  private record SlotName(String schedule, long time) {}

  /// @return how many slots it looked at
  static int decide(Turn turn, DagState dag) {
    Map<SlotName, RunState> active = new HashMap<>();
    for (RunState run : dag.runs().values()) {
      SlotRef slot = run.trigger().ofSlot();
      if (slot != null && run.outcome() == null) {
        active.putIfAbsent(new SlotName(slot.schedule(), slot.time()), run);
      }
    }
    int looked = 0;
    for (ScheduleState schedule : List.copyOf(dag.schedules().values())) {
      for (LatenessKind kind : LatenessKind.values()) {
        while (schedule.lateness(kind).dueAt() <= turn.now() && turn.facts().size() < TimersDueDecision.MOST_FACTS
            && looked < SlotsDue.MOST_SLOTS) {
          SlotsLate late = next(turn, dag, schedule, kind, active, SlotsDue.MOST_SLOTS - looked);
          looked += late.count();
          turn.record(late);
        }
      }
    }
    return looked;
  }

  /// The first slot that is late, with those behind it of which the same is to be said.
  private static SlotsLate next(Turn turn, DagState dag, ScheduleState schedule, LatenessKind kind,
      Map<SlotName, RunState> active, int most) {
    LatenessWatch watch = schedule.lateness(kind);
    ScheduledSlot first = slot(watch.next());
    RunState run = run(schedule, first, active);
    LatenessCause cause = cause(turn, dag, schedule, first, run);
    long last = first.time().toEpochMilli();
    int count = 1;
    if (run == null) {
      ScheduledSlot slot = watch.after(first);
      while (slot != null && slot.time().toEpochMilli() + watch.limitMillis() <= turn.now() && count < most
          && run(schedule, slot, active) == null && cause(turn, dag, schedule, slot, null) == cause) {
        last = slot.time().toEpochMilli();
        count++;
        slot = watch.after(slot);
      }
    }
    return new SlotsLate(dag.number(), schedule.name(), kind, first.time().toEpochMilli(), last, count,
        watch.limitMillis(), cause, run == null ? 0 : run.number());
  }

  private static ScheduledSlot slot(@Nullable ScheduledSlot slot) {
    if (slot == null) {
      throw new IllegalStateException("Expected a slot that is late, but there is none");
    }
    return slot;
  }

  private static @Nullable RunState run(ScheduleState schedule, ScheduledSlot slot, Map<SlotName, RunState> active) {
    return active.get(new SlotName(schedule.name(), slot.time().toEpochMilli()));
  }

  private static LatenessCause cause(Turn turn, DagState dag, ScheduleState schedule, ScheduledSlot slot,
      @Nullable RunState run) {
    if (run != null) {
      return run.startedAt() == 0 ? LatenessCause.NO_AGENT : LatenessCause.ACTIVE;
    }
    if (slot.time().toEpochMilli() > schedule.cursor()) {
      return rest(turn, dag, LatenessCause.NOT_DECIDED);
    }
    if (has(dag.links().held(), schedule, slot)) {
      return LatenessCause.HELD;
    }
    return has(dag.waiting(), schedule, slot)
        ? rest(turn, dag, LatenessCause.WAITING)
        : LatenessCause.MISSED;
  }

  private static LatenessCause rest(Turn turn, DagState dag, LatenessCause otherwise) {
    if (turn.state().pausedSince(dag) != 0) {
      return LatenessCause.PAUSED;
    }
    return turn.state().inMaintenance(dag) ? LatenessCause.MAINTENANCE : otherwise;
  }

  private static boolean has(Collection<SlotRef> slots, ScheduleState schedule, ScheduledSlot slot) {
    return slots.stream()
        .anyMatch(each -> each.time() == slot.time().toEpochMilli() && each.schedule().equals(schedule.name()));
  }
}
