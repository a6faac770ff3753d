package io.tidemill.engine.schedule;

/// The instants that a schedule names, without its bounds, in seconds since 1970.
sealed interface SlotTimes permits CronTimes, IntervalTimes {
  /// Answer where there is no such instant.
  long NONE = Long.MIN_VALUE;

  /// The first instant after the given one, or [#NONE].
  long next(long after);

  /// The last instant before the given one, or [#NONE].
  long previous(long before);
}
