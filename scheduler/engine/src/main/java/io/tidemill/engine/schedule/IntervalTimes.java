package io.tidemill.engine.schedule;

import io.tidemill.dsl.BusinessCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The instants of a fixed interval of elapsed time, on the working days of a calendar.
///
/// @param anchor one of the instants
/// @param step seconds between two of them
/// @param zone where the days of the calendar begin and end
record IntervalTimes(long anchor, long step, ZoneId zone, BusinessCalendar calendar) implements SlotTimes {
  private static final int MOST_DAYS = BusinessCalendar.MAX_HOLIDAYS + 10;

  @Override public long next(long after) {
    long found = slotAfter(after);
    for (int i = 0; i < MOST_DAYS; i++) {
      LocalDate date = date(found);
      if (calendar.isWorkingDay(date)) {
        return found;
      }
      found = slotAfter(Math.max(found, start(date.plusDays(1)) - 1));
    }
    return NONE;
  }

  @Override public long previous(long before) {
    long found = slotBefore(before);
    for (int i = 0; i < MOST_DAYS; i++) {
      LocalDate date = date(found);
      if (calendar.isWorkingDay(date)) {
        return found;
      }
      found = slotBefore(Math.min(found, start(date)));
    }
    return NONE;
  }

  private long slotAfter(long after) {
    return anchor + (Math.floorDiv(after - anchor, step) + 1) * step;
  }

  private long slotBefore(long before) {
    return anchor + Math.floorDiv(before - anchor - 1, step) * step;
  }

  private LocalDate date(long second) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(second), zone);
  }

  private long start(LocalDate date) {
    return date.atStartOfDay(zone).toEpochSecond();
  }
}
