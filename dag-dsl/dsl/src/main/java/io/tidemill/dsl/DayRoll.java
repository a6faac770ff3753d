package io.tidemill.dsl;

/// What becomes of a cron slot on a day that is no working day of the schedule's calendar.
public enum DayRoll {
  /// There is no such slot.
  NONE,
  /// It is at the same time on the next working day, at most 28 days later.
  FOLLOWING,
  /// It is at the same time on the working day before, at most 28 days earlier.
  PRECEDING
}
