package io.tidemill.api.overview;

import io.tidemill.api.http.Query;
import org.jspecify.annotations.Nullable;

/// Which runs of a DAG.
///
/// @param cursor [GridView#next] of the part before, null to begin with the newest
/// @param limit most runs, 1 to [#MOST]
public record GridFilter(@Nullable String cursor, @Query(otherwise = "" + GridFilter.DEFAULT) int limit) {
  /// Most runs in one answer.
  public static final int MOST = 200;

  /// Runs in one answer where nobody says how many.
  public static final int DEFAULT = 50;
}
