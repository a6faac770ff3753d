package io.tidemill.api.schedule;

import io.tidemill.api.http.Query;
import org.jspecify.annotations.Nullable;

/// Which schedules.
///
/// @param dag id of the DAG, null for all
/// @param tag only of DAGs with this tag, null for all
/// @param cursor [SchedulePage#next] of the part before, null to begin
/// @param next how many slots to tell of each that come next, 0 to [#MOST_NEXT]
/// @param limit most schedules, 1 to [#MOST]
public record ScheduleFilter(@Nullable String dag, @Nullable String tag, @Nullable String cursor,
    @Query(otherwise = "" + ScheduleFilter.DEFAULT_NEXT) int next,
    @Query(otherwise = "" + ScheduleFilter.DEFAULT) int limit) {
  /// Most schedules in one answer.
  public static final int MOST = 500;

  /// Schedules in one answer where nobody says how many.
  public static final int DEFAULT = 100;

  /// Most slots that are told of a schedule.
  public static final int MOST_NEXT = 100;

  /// Slots that are told of a schedule where nobody says how many.
  public static final int DEFAULT_NEXT = 5;

  /// The first schedules of a DAG, or of all.
  public static ScheduleFilter of(@Nullable String dag) {
    return new ScheduleFilter(dag, null, null, 1, MOST);
  }
}
