package io.tidemill.test;

import io.tidemill.dsl.Slot;
import org.jspecify.annotations.Nullable;

/// A slot in a test of schedules, and its run.
///
/// @param slot the slot, as bodies see it
/// @param params parameters the run was given, null where the slot is skipped, and where they could not be made
/// @param run how the run ended, null where the slot is skipped
/// @param startedLate whether the run started later than `startBy(…)` of the schedule expects, which only its jitter can be the cause of here
/// @param finishedLate whether the run ended later than `finishBy(…)` expects, however it ended
/// @param <P> the DAG's parameter record
public record SlotRun<P>(Slot slot, @Nullable P params, @Nullable DagResult run, boolean startedLate,
    boolean finishedLate) {
  /// True where the slot is in a quiet window.
  public boolean skipped() {
    return run == null;
  }

  /// How the run ended.
  ///
  /// @throws IllegalStateException if the slot is skipped
  public DagResult result() {
    if (run == null) {
      throw new IllegalStateException("Expected a run of slot " + slot.dateTime() + " of schedule '" + slot.schedule()
          + "', but the slot is in a quiet window and was skipped.");
    }
    return run;
  }
}
