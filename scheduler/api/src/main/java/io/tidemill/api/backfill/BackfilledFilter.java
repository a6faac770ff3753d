package io.tidemill.api.backfill;

import io.tidemill.api.http.Query;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which slots that a backfill ran.
///
/// @param status only those whose run has one of these, empty for all
/// @param before only runs with a smaller number, null to begin with the newest
/// @param limit most slots, 1 to [#MOST]
public record BackfilledFilter(List<RunStatus> status, @Nullable Long before,
    @Query(otherwise = "" + BackfilledFilter.DEFAULT) int limit) {
  /// Most slots in one answer.
  public static final int MOST = 500;

  /// Slots in one answer where nobody says how many.
  public static final int DEFAULT = 100;

  public BackfilledFilter {
    status = List.copyOf(status);
  }
}
