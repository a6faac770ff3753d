package io.tidemill.api.backfill;

import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the slots that a backfill ran.
///
/// @param next `before` of the part after this one, null for the last
public record BackfilledPage(List<BackfilledSlot> slots, @Nullable Long next) {
  /// A slot that a backfill ran.
  ///
  /// @param slot the nominal instant
  /// @param local the same on the clocks of the schedule's zone
  /// @param run number of its run in the DAG
  /// @param startedAt when its first attempt was assigned, null for not yet
  /// @param endedAt when the run ended, null while it is active
  /// @param cause why it did not succeed, null where it did or is not over
  public record BackfilledSlot(Instant slot, String local, long run, RunStatus status, @Nullable Instant startedAt,
      @Nullable Instant endedAt, @Nullable String cause) {}
}
