package io.tidemill.dsl;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// One time a schedule names, and the interval that ends with it.
///
/// @param time the instant the schedule names
/// @param intervalStart the slot before, where the interval begins
/// @param intervalEnd the end of the interval, not part of it
/// @param zone time zone of the schedule, UTC for a fixed interval
public record Slot(Instant time, Instant intervalStart, Instant intervalEnd, ZoneId zone) {
  /// The day of the slot in the schedule's time zone.
  public LocalDate date() {
    return dateTime().toLocalDate();
  }

  /// The slot in the schedule's time zone.
  public ZonedDateTime dateTime() {
    return time.atZone(zone);
  }
}
