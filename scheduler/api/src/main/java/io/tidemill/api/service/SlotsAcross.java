package io.tidemill.api.service;

import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.runtime.diff.ScheduleChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells what becomes of the slots around a deployment, for people: those up to it belong to the old declaration, later ones to the new.
final class SlotsAcross {
  private static final int MOST_COUNTED = 10_000;

  private SlotsAcross() {}

  /// One sentence a schedule that is declared otherwise.
  ///
  /// @param now when it would be deployed
  static List<String> tell(String dag, List<ScheduleChange> changes, Instant now) {
    return changes.stream().map(change -> change.name() + ": " + text(dag, change, now)).toList();
  }

  private static String text(String dag, ScheduleChange change, Instant now) {
    ScheduleNode before = change.before();
    ScheduleNode after = change.after();
    if (after == null) {
      return "has no slot from the deployment on; the next would have been " + next(dag, before, now)
          + ". What waits for a run is MISSED";
    }
    if (before == null) {
      return "the first slot from the deployment on is " + next(dag, after, now) + past(dag, after, now);
    }
    return "the next slot is " + next(dag, after, now) + ", it would have been " + next(dag, before, now)
        + ". Slots up to the deployment are those of the old declaration";
  }

  private static String next(String dag, @Nullable ScheduleNode node, Instant now) {
    ScheduledSlot next = node == null ? null : SlotSequence.of(dag, node).next(now);
    return next == null ? "none" : next.time().toString();
  }

  /// What is due before the first deployment.
  private static String past(String dag, ScheduleNode node, Instant now) {
    if (node.start().isEmpty() || !Instant.parse(node.start()).isBefore(now)) {
      return "";
    }
    SlotSequence slots = SlotSequence.of(dag, node);
    int count = 0;
    ScheduledSlot slot = slots.next(Instant.parse(node.start()).minusNanos(1));
    while (slot != null && !slot.time().isAfter(now) && count < MOST_COUNTED) {
      count++;
      slot = slots.next(slot.time());
    }
    return count == 0
        ? ""
        : ". Of the " + (count == MOST_COUNTED ? "10,000 and more" : count) + " since its start "
            + runs(node.catchUpAfterPause()) + " MISSED, unless they were decided before (catchUpAfterPause)";
  }

  private static String runs(CatchUpNode rule) {
    return switch (rule.mode()) {
      case NONE -> "all are";
      case LATEST -> "the newest runs, the others are";
      case ALL -> "the newest " + rule.maxRuns() + " run, the others are";
    };
  }
}
