package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.fact.VersionActivated.Declared;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A version's schedules come into force (semantics §3, §16).
///
/// Slots up to this moment belong to the declaration that was in force, later ones to the new one; so none is lost and none is
/// decided twice. A declaration that did not change goes on where it is. A schedule that is new begins now, or at its own start
/// where that lies in the past.
public final class ActivateVersionDecision {
  private ActivateVersionDecision() {}

  public static void decide(ActivateVersion input, Turn turn) {
    DagState dag = turn.state().dag(input.dag());
    if (dag.version() == input.version()) {
      return;
    }
    Map<String, ScheduleNode> declared = new HashMap<>();
    input.schedules().forEach(node -> declared.put(node.name(), placeless(node)));
    if (input.version() != 0) {
      SlotsDue.decide(turn, dag);
    }
    for (ScheduleState schedule : List.copyOf(dag.schedules().values())) {
      ScheduleNode before = schedule.node();
      if (before != null && !before.equals(declared.get(schedule.name()))) {
        close(turn, dag, schedule, declared.containsKey(schedule.name()));
      }
    }
    List<SlotRef> undecided = new ArrayList<>(dag.links().held());
    undecided.addAll(dag.waiting());
    for (SlotRef slot : undecided) {
      if (!declared.containsKey(slot.schedule())) {
        SlotsDue.notRun(turn, dag, slot, SlotOutcome.MISSED, SlotReason.SCHEDULE_CHANGED);
      }
    }
    List<Declared> schedules = new ArrayList<>();
    for (ScheduleNode each : input.schedules()) {
      ScheduleNode node = placeless(each);
      ScheduleState known = dag.schedules().get(node.name());
      schedules.add(known != null && node.equals(known.node())
          ? new Declared(node, known.cursor(), known.since())
          : new Declared(node, begin(node, known, turn.now()), turn.now()));
    }
    Set<String> assetsBefore = Subscriptions.assets(dag);
    Set<RequiredSlotsNode> slotsBefore = Subscriptions.slots(dag).keySet();
    LostTags.keepMaintenance(turn, dag, input.tags());
    turn.record(new VersionActivated(input.dag(), input.id(), input.version(), input.tags(), input.overlap(), schedules,
        input.links(), LostTags.pauses(turn, dag, input.tags())));
    Subscriptions.changed(turn, dag, assetsBefore, slotsBefore);
    if (input.version() == 0) {
      List.copyOf(dag.backfills().values())
          .stream()
          .filter(each -> !each.status().ended())
          .forEach(each -> BackfillDecision.cancel(turn, dag, each, "the DAG was removed"));
    }
  }

  /// Slots of a declaration that goes out of force, up to now, are decided: as at any other time where the schedule goes on with another
  /// declaration, without a run where it does not. All of it is one turn, so that those beyond what a turn has room for get no run
  /// either.
  private static void close(Turn turn, DagState dag, ScheduleState schedule, boolean goesOn) {
    List<Span> pauses = turn.state().restsOf(dag, turn.now());
    for (List<OverdueSlots.Verdict> verdicts = due(turn, schedule, pauses); !verdicts.isEmpty(); verdicts = due(turn,
        schedule, pauses)) {
      ClosedSlots closed = new ClosedSlots(turn, dag, schedule.name(), goesOn);
      verdicts.forEach(closed::add);
      closed.flush();
    }
  }

  private static List<OverdueSlots.Verdict> due(Turn turn, ScheduleState schedule, List<Span> pauses) {
    return OverdueSlots.closing(schedule, pauses, turn.now(), SlotsDue.MOST_SLOTS);
  }

  /// Up to which time the slots of a declaration that comes into force are not its own.
  private static long begin(ScheduleNode node, @Nullable ScheduleState known, long now) {
    if (known != null && known.node() != null || node.start().isEmpty()) {
      return now;
    }
    long before = Math.min(now, Instant.parse(node.start()).toEpochMilli() - 1);
    return known == null ? before : Math.max(known.cursor(), before);
  }

  private static ScheduleNode placeless(ScheduleNode node) {
    return node.at("");
  }
}
