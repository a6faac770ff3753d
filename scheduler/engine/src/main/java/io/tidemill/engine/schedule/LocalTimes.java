package io.tidemill.engine.schedule;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.CronExpression;
import java.time.LocalDate;

/// The times that a cron expression and a calendar name on clocks that never change, in seconds since 1970 on those clocks.
final class LocalTimes {
  static final int DAY = 86_400;
  private static final int MONTHS = 401 * 12; // days of the week repeat after 400 years
  private static final int LAST_YEAR = 9_999;
  private static final int LAST_SECOND = DAY - 1;

  private final CronExpression cron;
  private final BusinessCalendar calendar;
  private final int months;

  LocalTimes(CronExpression cron, BusinessCalendar calendar) {
    this.cron = cron;
    this.calendar = calendar;
    this.months = 0x1ffe & switch (calendar.roll()) {
      case NONE -> cron.months();
      case FOLLOWING -> cron.months() | cron.months() << 1 | (cron.months() >> 11 & 2);
      case PRECEDING -> cron.months() | cron.months() >> 1 | (cron.months() << 11 & 1 << 12);
    };
  }

  /// The first time from the given one on, or [SlotTimes#NONE].
  long from(long local) {
    long day = Math.floorDiv(local, (long) DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    int month = date.getMonthValue();
    int days = days(year, month);
    if ((days >>> date.getDayOfMonth() & 1) == 1) {
      int time = cron.timeFrom((int) Math.floorMod(local, (long) DAY));
      if (time >= 0) {
        return day * DAY + time;
      }
    }
    days &= -1 << date.getDayOfMonth() ^ 1 << date.getDayOfMonth();
    for (int i = 0; days == 0; i++) {
      if (i > MONTHS) {
        return SlotTimes.NONE;
      }
      int later = months & -1 << (month + 1);
      month = Integer.numberOfTrailingZeros(later == 0 ? months : later);
      year += later == 0 ? 1 : 0;
      if (year > LAST_YEAR) {
        return SlotTimes.NONE;
      }
      days = days(year, month);
    }
    return at(year, month, Integer.numberOfTrailingZeros(days), cron.timeFrom(0));
  }

  /// The last time up to the given one, or [SlotTimes#NONE].
  long upTo(long local) {
    long day = Math.floorDiv(local, (long) DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    int month = date.getMonthValue();
    int days = days(year, month);
    if ((days >>> date.getDayOfMonth() & 1) == 1) {
      int time = cron.timeUpTo((int) Math.floorMod(local, (long) DAY));
      if (time >= 0) {
        return day * DAY + time;
      }
    }
    days &= (1 << date.getDayOfMonth()) - 1;
    for (int i = 0; days == 0; i++) {
      if (i > MONTHS) {
        return SlotTimes.NONE;
      }
      int earlier = months & (1 << month) - 1;
      month = 31 - Integer.numberOfLeadingZeros(earlier == 0 ? months : earlier);
      year -= earlier == 0 ? 1 : 0;
      if (year < 0) {
        return SlotTimes.NONE;
      }
      days = days(year, month);
    }
    return at(year, month, 31 - Integer.numberOfLeadingZeros(days), cron.timeUpTo(LAST_SECOND));
  }

  private int days(int year, int month) {
    return (months >>> month & 1) == 0 ? 0 : calendar.days(cron, year, month);
  }

  private static long at(int year, int month, int day, int second) {
    return LocalDate.of(year, month, day).toEpochDay() * DAY + second;
  }
}
