package io.tidemill.api.run;

import io.tidemill.api.http.Query;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which runs.
///
/// @param dag id of the DAG, null for all
/// @param status only these, empty for all
/// @param cursor [RunPage#next] of the part before, null to begin
/// @param limit most runs, 1 to [#MOST]
public record RunFilter(@Nullable String dag, List<RunStatus> status, @Nullable String cursor,
    @Query(otherwise = "" + RunFilter.DEFAULT) int limit) {
  /// Most runs in one answer.
  public static final int MOST = 500;

  /// Runs in one answer where nobody says how many.
  public static final int DEFAULT = 50;

  public RunFilter {
    status = List.copyOf(status);
  }
}
