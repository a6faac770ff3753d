package io.tidemill.api.schedule;

import org.jspecify.annotations.Nullable;

/// Whose schedules a request is about: exactly one of its parts says so.
public interface ScheduleTarget {
  /// Id of a DAG, or null.
  @Nullable String dag();

  /// A tag of DAGs, or null.
  @Nullable String tag();

  /// True for all DAGs.
  @Nullable Boolean all();

  /// The user who asks, null where a program does.
  @Nullable String by();
}
