package io.tidemill.api.schedule;

import io.tidemill.api.http.Query;
import io.tidemill.engine.schedule.SlotOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which slots.
///
/// @param dag id of the DAG, null for all
/// @param schedule name of the schedule, null for all
/// @param outcome only these, empty for all
/// @param cursor [SlotPage#next] of the part before, null to begin
/// @param limit most entries, 1 to [#MOST]
public record SlotFilter(@Nullable String dag, @Nullable String schedule, List<SlotOutcome> outcome,
    @Nullable String cursor, @Query(otherwise = "" + SlotFilter.DEFAULT) int limit) {
  /// Most entries in one answer.
  public static final int MOST = 500;

  /// Entries in one answer where nobody says how many.
  public static final int DEFAULT = 50;

  public SlotFilter {
    outcome = List.copyOf(outcome);
  }
}
