package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.reply.ResumePlanned.Slots;
import io.tidemill.engine.reply.ResumePlanned.Total;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What becomes of the slots that are due if a pause ends now. It asks what the decision asks ([OverdueSlots], [OverlapRule]), in
/// the same order, and records nothing.
public final class ResumePlan {
  /// No slot is due.
  static final ResumePlanned NOTHING = new ResumePlanned(List.of(), List.of(), "", true, false, false, false);
  /// Slots that a plan looks at.
  static final int MOST_LOOKED = 200_000;

  private final DagState dag;
  private final List<Span> pauses;
  private final long now;
  private final Map<String, @Nullable ScheduledSlot> next = new HashMap<>();
  private final ArrayDeque<SlotRef> waiting;
  private final Map<SlotRef, Integer> planned = new HashMap<>();
  private final List<Slots> slots = new ArrayList<>();
  private int runs;
  private String events = "";
  private boolean eventsPlanned;

  private ResumePlan(DagState dag, List<Span> pauses, long now) {
    this.dag = dag;
    this.pauses = pauses;
    this.now = now;
    waiting = new ArrayDeque<>(dag.waiting());
  }

  /// The plan of a DAG of which no pause would be left.
  static ResumePlanned of(PartitionState state, DagState dag, long now) {
    ResumePlan plan = new ResumePlan(dag, state.restsOf(dag, now), now);
    boolean complete = plan.make();
    return new ResumePlanned(plan.slots.subList(0, Math.min(plan.slots.size(), ResumePlanned.MOST_SLOTS)),
        plan.totals(), plan.events, complete, false, false, false);
  }

  private List<Total> totals() {
    Map<Total, Long> counts = new LinkedHashMap<>();
    slots.forEach(each -> counts.merge(new Total(each.outcome(), each.reason(), 0), (long) each.count(), Long::sum));
    return counts.entrySet()
        .stream()
        .map(each -> new Total(each.getKey().outcome(), each.getKey().reason(), each.getValue()))
        .toList();
  }

  /// The plans of the DAGs that a pause of a group concerns, by number: what would become of their slots if it ended now.
  ///
  /// @param tag the tag, empty for all DAGs
  public static Map<Integer, ResumePlanned> ofGroup(PartitionState state, String tag, long now) {
    Map<Integer, ResumePlanned> plans = new LinkedHashMap<>();
    PauseHistory group = state.pauses().get(tag);
    if (group == null || group.since() == 0) {
      return plans;
    }
    for (DagState dag : state.dags().values()) {
      boolean runs = !dag.schedules().isEmpty() || dag.links().assetWait().node() != null;
      if (dag.version() != 0 && runs && (tag.isEmpty() || dag.tags().contains(tag))) {
        boolean stays = state.inMaintenance(dag)
            || state.pausesOf(dag).stream().anyMatch(kind -> kind != group && kind.since() != 0);
        plans.put(dag.number(),
            (stays ? NOTHING : of(state, dag, now)).with(dag.pauses().since() != 0, stays, false));
      }
    }
    return plans;
  }

  /// @return whether everything that is due was looked at
  private boolean make() {
    while (dag.hasRoom(runs) && !waiting.isEmpty()) {
      run(waiting.remove());
    }
    dag.schedules().values().forEach(schedule -> next.put(schedule.name(), schedule.next()));
    int left = MOST_LOOKED;
    for (ScheduleState due = due(); due != null; due = due()) {
      assetsDue(Objects.requireNonNull(next.get(due.name())).runAfter().toEpochMilli());
      if (left <= 0 || slots.size() >= SlotsDue.MOST_SLOTS) {
        return false;
      }
      long last = Long.MIN_VALUE;
      for (OverdueSlots.Verdict verdict : OverdueSlots.of(due, next.get(due.name()), pauses, now,
          Math.min(left, SlotsDue.MOST_SLOTS))) {
        left -= verdict.slots();
        switch (verdict) {
          case OverdueSlots.Run run -> {
            admit(run.slot());
            last = run.slot().time();
          }
          case OverdueSlots.NotRun passed -> {
            slots.add(new Slots(due.name(), passed.first(), passed.last(), passed.count(), passed.outcome(),
                passed.reason()));
            last = passed.last();
          }
        }
      }
      next.put(due.name(), due.sequence() == null ? null : due.sequence().next(Instant.ofEpochMilli(last)));
    }
    assetsDue(now);
    return true;
  }

  /// The events of assets that wait start a run, as [AssetRuns] has it, if they suffice for one by a time.
  private void assetsDue(long time) {
    if (eventsPlanned || dag.version() == 0 || dag.links().assetWait().dueAt() > time) {
      return;
    }
    eventsPlanned = true;
    if (!dag.hasRoom(runs) && dag.overlap().policy() == OverlapPolicy.CANCEL_OLD && dag.slotRuns() == 0) {
      runs = 0;
    }
    if (dag.hasRoom(runs)) {
      runs++;
      events = new Trigger.Assets(dag.links().assetWait().next()).origin();
    }
  }

  /// The schedule whose next slot is due longest, null where nothing is due.
  private @Nullable ScheduleState due() {
    ScheduleState first = null;
    long at = now + 1;
    for (ScheduleState schedule : dag.schedules().values()) {
      ScheduledSlot slot = next.get(schedule.name());
      if (slot != null && slot.runAfter().toEpochMilli() < at) {
        first = schedule;
        at = slot.runAfter().toEpochMilli();
      }
    }
    return first;
  }

  private void admit(SlotRef slot) {
    switch (OverlapRule.of(dag.overlap(), dag.hasRoom(runs), waiting.size())) {
      case RUN -> run(slot);
      case QUEUE -> queue(slot);
      case REPLACE_WAITING -> {
        supersede();
        queue(slot);
      }
      case CANCEL_OLD -> {
        supersede();
        if (dag.slotRuns() == 0) {
          // What was planned before it is cancelled before it starts.
          runs = 0;
          run(slot);
        } else {
          queue(slot);
        }
      }
      case OVERLAP -> add(slot, SlotOutcome.SKIPPED, SlotReason.OVERLAP);
      case QUEUE_FULL -> add(slot, SlotOutcome.SKIPPED, SlotReason.QUEUE_FULL);
    }
  }

  private void run(SlotRef slot) {
    runs++;
    add(slot, SlotOutcome.RUN, null);
  }

  private void queue(SlotRef slot) {
    planned.put(slot, slots.size());
    waiting.add(slot);
    add(slot, SlotOutcome.QUEUED, null);
  }

  private void supersede() {
    for (SlotRef older : waiting) {
      Slots fate = one(older, SlotOutcome.SKIPPED, SlotReason.SUPERSEDED);
      Integer at = planned.get(older);
      if (at == null) {
        slots.add(fate);
      } else {
        slots.set(at, fate);
      }
    }
    waiting.clear();
  }

  private void add(SlotRef slot, SlotOutcome outcome, @Nullable SlotReason reason) {
    slots.add(one(slot, outcome, reason));
  }

  private static Slots one(SlotRef slot, SlotOutcome outcome, @Nullable SlotReason reason) {
    return new Slots(slot.schedule(), slot.time(), slot.time(), 1, outcome, reason);
  }
}
