package io.tidemill.dsl.graph;

/// How a schedule names its slots.
public enum ScheduleKind {
  /// By a cron expression on the clocks of a time zone.
  CRON,
  /// By a fixed interval of elapsed time.
  INTERVAL
}
