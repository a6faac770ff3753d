package io.tidemill.api.backfill;

import io.tidemill.api.http.Query;
import org.jspecify.annotations.Nullable;

/// Which backfills.
///
/// @param dag id of the DAG, null for all
/// @param limit most backfills, 1 to [#MOST]
public record BackfillFilter(@Nullable String dag, @Query(otherwise = "" + BackfillFilter.DEFAULT) int limit) {
  /// Most backfills in one answer.
  public static final int MOST = 500;

  /// Backfills in one answer where nobody says how many.
  public static final int DEFAULT = 50;
}
