package io.tidemill.api.schedule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How schedules stand in all.
///
/// @param schedules how many are declared
/// @param paused how many of them are paused
/// @param pausedDags DAGs of these, at most [#MOST]
/// @param groups pauses of tags and of all DAGs that last, also where no DAG with a schedule has the tag now
/// @param maintenance maintenance windows that are planned or last, by their begin
/// @param late slots that were late in the last 24 hours, newest first, at most [#MOST]
/// @param next the slot that is due next, null for none
public record ScheduleSummary(int schedules, int paused, List<PausedDag> pausedDags, List<PauseView> groups,
    List<MaintenanceView> maintenance, List<LateSlotView> late, @Nullable ComingSlot next) {
  /// DAGs that are named.
  public static final int MOST = 5;

  /// A DAG whose schedules are paused.
  public record PausedDag(String dag, List<PauseView> pauses) {}

  /// A slot to come.
  ///
  /// @param time its nominal instant
  public record ComingSlot(String dag, String schedule, Instant time) {}
}
