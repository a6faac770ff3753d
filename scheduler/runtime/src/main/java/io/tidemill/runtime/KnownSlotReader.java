package io.tidemill.runtime;

import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.KnownSlots;
import io.tidemill.engine.input.KnownSlots.Decided;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what the tables know of the slots that a backfill is about.
final class KnownSlotReader {
  private KnownSlotReader() {}

  /// The questions are asked one after the other, while the tables go on: first those whose answers tell that more is known by now.
  static KnownSlots read(Queries queries, CreateBackfill asked) {
    int dag = asked.dag();
    long lastRun = queries.lastRun(dag);
    long cursor = Long.MIN_VALUE;
    for (ScheduleRow schedule : queries.schedules(dag)) {
      cursor = schedule.name().equals(asked.schedule()) ? schedule.cursor() : cursor;
    }
    List<SlotRow> slots = queries.slotsBetween(dag, asked.schedule(), asked.from(), asked.until());
    List<BackfillSlotRow> backfilled = queries.backfilledBetween(dag, asked.schedule(), asked.from(), asked.until());
    Set<Long> runs = new HashSet<>();
    slots.stream().filter(slot -> slot.run() != 0).forEach(slot -> runs.add(slot.run()));
    backfilled.forEach(slot -> runs.add(slot.run()));
    Map<Long, RunStatus> statuses = queries.statuses(dag, runs);
    List<Decided> decided = new ArrayList<>();
    slots.forEach(slot -> decided.add(new Decided(slot.time(), slot.last(), slot.outcome(), slot.run(),
        slot.run() == 0 ? null : ended(statuses.get(slot.run())))));
    backfilled.forEach(slot -> decided.add(new Decided(slot.time(), slot.time(), SlotOutcome.RUN, slot.run(),
        ended(statuses.get(slot.run())))));
    return new KnownSlots(cursor, lastRun, decided);
  }

  /// A run that is not there any more had ended, and is taken for one that succeeded.
  private static @Nullable RunOutcome ended(@Nullable RunStatus status) {
    return switch (status) {
      case RUNNING, CANCELLING -> null;
      case FAILED -> RunOutcome.FAILED;
      case CANCELLED -> RunOutcome.CANCELLED;
      case SKIPPED -> RunOutcome.SKIPPED;
      case SUCCESS -> RunOutcome.SUCCESS;
      case null -> RunOutcome.SUCCESS;
    };
  }
}
