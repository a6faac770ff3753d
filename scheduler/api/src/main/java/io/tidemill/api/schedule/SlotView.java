package io.tidemill.api.schedule;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of a slot, or of consecutive slots without a run.
///
/// @param time time of the first
/// @param last time of the last
/// @param count how many they are
/// @param reason why they have no run, null where one has, or waits
/// @param why the reason for people, null where there is none
/// @param run number of the run, null for none
/// @param backfilled what backfills did about them, null where they did nothing, and for a slot that has a run
/// @param decidedAt when it was decided
public record SlotView(String dag, String schedule, Instant time, Instant last, int count, SlotOutcome outcome,
    @Nullable SlotReason reason, @Nullable String why, @Nullable Long run, @Nullable Backfilled backfilled,
    Instant decidedAt) {
  /// Slots without a run of their own that a backfill ran.
  ///
  /// @param slots how many of them
  /// @param run number of the newest of its runs
  public record Backfilled(int slots, long run) {}

  /// Why they have no run, and that they were backfilled, for people; empty where there is nothing to say.
  public String about() {
    String reason = why == null ? "" : why;
    return backfilled == null
        ? reason
        : reason + (reason.isEmpty() ? "" : "; ") + (count == 1
            ? "backfilled by "
            : backfilled.slots + " of " + count + " backfilled, the last by ") + dag + "/" + backfilled.run;
  }
}
