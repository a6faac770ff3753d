package io.tidemill.engine.input;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.RunOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tables know of the slots of a schedule in a range. Times are milliseconds since 1970.
///
/// @param cursor how far the schedule was decided when they were asked
/// @param lastRun number of the newest run of the DAG that they had, 0 for none
/// @param decided what became of slots, in any order; of a slot that several runs are of there are as many
public record KnownSlots(long cursor, long lastRun, List<Decided> decided) {
  public KnownSlots {
    decided = List.copyOf(decided);
  }

  /// What became of one slot, or of consecutive ones without a run.
  ///
  /// @param run number of the run, 0 for none
  /// @param ended how the run ended, null while it is active and where there is none
  public record Decided(long first, long last, SlotOutcome outcome, long run, @Nullable RunOutcome ended) {}
}
