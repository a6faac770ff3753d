package io.tidemill.engine.state;

import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.ScheduleNode;
import org.jspecify.annotations.Nullable;

/// Whether the slots of others are there that a slot requires, and what is in the way where they are not (semantics §19, §20).
public final class HeldSlots {
  private HeldSlots() {}

  /// What a slot waits for first.
  ///
  /// @param required the schedule whose data is missing
  /// @param from where the first part of the slot's interval begins that is not covered, in milliseconds since 1970
  /// @param problem what is known about it, empty where it was not decided yet
  public record Gap(RequiredSlotsNode required, long from, String problem) {}

  /// Whether all that a slot requires is there.
  public static boolean covered(DagState dag, SlotRef slot) {
    return gap(dag, slot) == null;
  }

  /// Whether a slot may run, wait or be skipped as any other: its data is there, and where runs are strictly sequential, so is that of
  /// the slots before it.
  public static boolean mayGo(DagState dag, SlotRef slot) {
    if (dag.overlap().policy() == OverlapPolicy.STRICT_SEQUENTIAL && !dag.links().held().isEmpty()
        && !dag.links().held().iterator().next().equals(slot)) {
      return false;
    }
    return covered(dag, slot);
  }

  /// What is missing first, null where nothing is.
  public static @Nullable Gap gap(DagState dag, SlotRef slot) {
    ScheduleState schedule = dag.schedules().get(slot.schedule());
    ScheduleNode node = schedule == null ? null : schedule.node();
    if (node == null) {
      return null;
    }
    for (RequiredSlotsNode each : node.requires()) {
      Address producer = dag.links().addresses().get(each.dag());
      Coverage coverage = producer == null
          ? Coverage.NONE
          : dag.links().required().find(producer.number(), each.schedule());
      if (!coverage.covers(slot.intervalStart(), slot.intervalEnd())) {
        long from = coverage.firstGap(slot.intervalStart());
        return new Gap(each, from, coverage.problem(from, slot.intervalEnd()));
      }
    }
    return null;
  }
}
