package io.tidemill.api.schedule;

import java.util.List;

/// What still runs of DAGs.
///
/// @param active active runs of the DAGs, however they began, at most [#MOST_COUNTED]
/// @param runs the newest of them as `dag/run`, at most [#MOST]
/// @param cancelled how many were asked to stop by this request, 0 where it only asks
public record DrainView(int active, List<String> runs, int cancelled) {
  /// Runs that are named.
  public static final int MOST = 20;

  /// Runs that are counted.
  public static final int MOST_COUNTED = 10_000;
}
