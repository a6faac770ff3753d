package io.tidemill.engine.reply;

import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.FateReason;
import java.util.List;

/// What a backfill does about the slots of its range.
///
/// @param slots them in the order of their times; empty of a backfill that was created, whose answer is kept
/// @param totals how many they are
/// @param plan names this plan
/// @param backfill number of the backfill that was created, 0 where it was only asked for
public record BackfillPlanned(List<Slots> slots, BackfillTotals totals, String plan, long backfill) implements Reply {
  /// Up to so many slots are told one by one, more of them as consecutive ones with one fate.
  public static final int MOST_SINGLE = 1_000;

  public BackfillPlanned {
    slots = List.copyOf(slots);
  }

  /// A slot, or consecutive ones with one fate. Times are milliseconds since 1970.
  ///
  /// @param run number of the run that is adopted, or that is not run again; 0 for none
  public record Slots(long first, long last, int count, FateReason reason, long run) {}
}
