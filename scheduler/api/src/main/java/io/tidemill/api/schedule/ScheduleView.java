package io.tidemill.api.schedule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schedule of a DAG.
///
/// @param text its declaration, for people
/// @param overlap what becomes of a slot that is due while runs of earlier slots are active, in words
/// @param next the slots that come next and are not decided; where it is paused, those from now on
/// @param waiting slots that wait for the end of the runs before them
/// @param last the slots that were decided last, null before the first
/// @param late the newest slot that was late in the last 24 hours, null for none
/// @param pauses what it is paused by; empty where it goes on
/// @param maintenance its maintenance windows that are planned or last
public record ScheduleView(String dag, String name, String text, String zone, String overlap, List<NextSlot> next,
    int waiting, @Nullable SlotView last, @Nullable LateSlotView late, List<PauseView> pauses,
    List<MaintenanceView> maintenance) {
  /// A slot that comes.
  ///
  /// @param time the nominal instant
  /// @param local the same on the clocks of the zone
  /// @param runAfter earliest start of its run
  /// @param skipped true: it lies in a quiet window and gets no run
  public record NextSlot(Instant time, String local, Instant runAfter, boolean skipped) {}
}
