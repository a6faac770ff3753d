package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.reply.ResumePlanned.Slots;
import io.tidemill.engine.reply.ResumePlanned.Total;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What becomes of the slots that are due in a maintenance window once that is over. It asks what the decision asks ([OverdueSlots]); the
/// overlap policy is left out, since nobody knows what will run then.
public final class MaintenancePlan {
  private MaintenancePlan() {}

  /// The plan of a DAG: the first slots of its schedules, and how many there are of each fate.
  ///
  /// @param dag id of the DAG
  /// @param from when the window begins, in milliseconds since 1970
  /// @param until when it ends, not part of it
  public static ResumePlanned of(String dag, List<ScheduleNode> schedules, long from, long until) {
    List<Slots> slots = new ArrayList<>();
    boolean complete = true;
    for (ScheduleNode schedule : schedules) {
      List<Slots> each = of(dag, schedule, from, until);
      complete &= each.stream().mapToLong(Slots::count).sum() < ResumePlan.MOST_LOOKED;
      slots.addAll(each);
    }
    Map<Total, Long> counts = new LinkedHashMap<>();
    slots.forEach(each -> counts.merge(new Total(each.outcome(), each.reason(), 0), (long) each.count(), Long::sum));
    List<Total> totals = counts.entrySet()
        .stream()
        .map(each -> new Total(each.getKey().outcome(), each.getKey().reason(), each.getValue()))
        .toList();
    return new ResumePlanned(slots.subList(0, Math.min(slots.size(), ResumePlanned.MOST_SLOTS)), totals, "", complete,
        false, false, false);
  }

  /// The slots of one schedule, in their order; those one after the other with one fate and without a run are one entry.
  public static List<Slots> of(String dag, ScheduleNode schedule, long from, long until) {
    return OverdueSlots.afterMaintenance(schedule, SlotSequence.of(dag, schedule), from, until, ResumePlan.MOST_LOOKED)
        .stream()
        .map(verdict -> switch (verdict) {
          case OverdueSlots.Run run -> new Slots(schedule.name(), run.slot().time(), run.slot().time(), 1,
              SlotOutcome.RUN, null);
          case OverdueSlots.NotRun passed -> new Slots(schedule.name(), passed.first(), passed.last(), passed.count(),
              passed.outcome(), passed.reason());
        })
        .toList();
  }
}
