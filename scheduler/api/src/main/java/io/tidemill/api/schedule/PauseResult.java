package io.tidemill.api.schedule;

import java.util.List;

/// Schedules are paused.
///
/// @param changed false: they were already
/// @param dags DAGs with schedules that this concerns now, by their ids, at most [#MOST]
/// @param count how many they are
public record PauseResult(boolean changed, List<String> dags, int count) {
  /// DAGs that are told.
  public static final int MOST = 100;
}
