package io.tidemill.api.audit;

import io.tidemill.api.http.Query;
import org.jspecify.annotations.Nullable;

/// Which changes.
///
/// @param who name of the person or program, or id of the access token; null: any
/// @param verb id of the operation such as `runs.cancel`, or its resource such as `runs`; null: any
/// @param dag id of the DAG, null for all
/// @param run number of the run of that DAG, null for all
/// @param since earliest time: a date or an instant in UTC; null: any
/// @param cursor [AuditPage#next] of the part before, null to begin
/// @param limit most changes, 1 to [#MOST]
public record AuditFilter(@Nullable String who, @Nullable String verb, @Nullable String dag, @Nullable Long run,
    @Nullable String since, @Nullable String cursor, @Query(otherwise = "" + AuditFilter.DEFAULT) int limit) {
  /// Most changes in one answer.
  public static final int MOST = 500;
  /// Changes in one answer where nobody says how many.
  public static final int DEFAULT = 50;
}
