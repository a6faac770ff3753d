package io.tidemill.api.schedule;

import io.tidemill.api.http.Query;
import org.jspecify.annotations.Nullable;

/// Which slots that were late.
///
/// @param dag id of the DAG, null for all
/// @param schedule name of the schedule, null for all
/// @param hours only those noted within so many hours, 1 to [#MOST_HOURS]
/// @param limit most slots, 1 to [#MOST]
public record LateSlotFilter(@Nullable String dag, @Nullable String schedule,
    @Query(otherwise = "" + LateSlotFilter.DEFAULT_HOURS) int hours,
    @Query(otherwise = "" + LateSlotFilter.DEFAULT) int limit) {
  /// Hours where nobody says how many: a week.
  public static final int DEFAULT_HOURS = 168;
  /// Most hours: a year.
  public static final int MOST_HOURS = 8_784;
  /// Slots where nobody says how many.
  public static final int DEFAULT = 50;
  /// Most slots in one answer.
  public static final int MOST = 500;
}
