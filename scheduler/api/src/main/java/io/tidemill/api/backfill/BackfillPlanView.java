package io.tidemill.api.backfill;

import io.tidemill.engine.schedule.FateReason;
import io.tidemill.engine.schedule.SlotFate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backfill would do.
///
/// @param zone time zone of the schedule
/// @param from begin of the range
/// @param to end of the range, not part of it
/// @param slots slots of the range: up to 1,000 one by one, more as consecutive ones with one fate
/// @param run slots that get a run
/// @param adopt slots that have a run, or get one of somebody else
/// @param skip slots that get none
/// @param plan names this plan; a request to create that names it is refused where it no longer holds
public record BackfillPlanView(String dag, String schedule, String zone, Instant from, Instant to,
    List<PlannedSlots> slots, int run, int adopt, int skip, String plan) {
  /// A slot, or consecutive ones with one fate.
  ///
  /// @param first the nominal instant of the first
  /// @param last that of the last
  /// @param local the first on the clocks of the zone
  /// @param why stable word for the reason
  /// @param reason the same for people
  /// @param run number of the run it has, null for none
  public record PlannedSlots(Instant first, Instant last, String local, int count, SlotFate fate, FateReason why,
      String reason, @Nullable Long run) {}
}
