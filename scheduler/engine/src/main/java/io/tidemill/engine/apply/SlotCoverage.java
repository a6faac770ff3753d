package io.tidemill.engine.apply;

import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.time.Instant;

/// What the end of slots says about the data that their schedule covers.
final class SlotCoverage {
  private SlotCoverage() {}

  static void ended(ScheduleState schedule, SlotRef slot, long run, RunOutcome outcome) {
    if (outcome == RunOutcome.SUCCESS) {
      schedule.coverage().cover(slot.intervalStart(), slot.intervalEnd());
    } else {
      schedule.coverage().miss(slot.intervalStart(), slot.intervalEnd(), "run " + run + " " + outcome);
    }
  }

  static void notRun(ScheduleState schedule, SlotsNotRun fact) {
    SlotSequence sequence = schedule.sequence();
    ScheduledSlot first = sequence == null ? null : sequence.next(Instant.ofEpochMilli(fact.first() - 1));
    if (first != null) {
      schedule.coverage()
          .miss(first.intervalStart().toEpochMilli(), fact.last(),
              fact.outcome() + ", " + fact.reason().text());
    }
  }
}
