package io.tidemill.dsl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A cron expression that was read: which times of a day it names, and which days. Immutable and safe for use by several threads.
///
/// It knows no time zone; see [Cron] for the syntax. What is at a time of day that the clocks of a zone leave out or show twice is
/// decided where an expression meets a zone.
public final class CronExpression {
  private static final int SATURDAY = 6;

  private final long seconds;
  private final long minutes;
  private final int hours;
  private final int months;
  private final CronDays days;
  private final boolean everyInstant;

  CronExpression(long seconds, long minutes, int hours, int months, CronDays days, boolean everyInstant) {
    this.seconds = seconds;
    this.minutes = minutes;
    this.hours = hours;
    this.months = months;
    this.days = days;
    this.everyInstant = everyInstant;
  }

  /// Reads an expression as [Cron] describes it.
  ///
  /// @return empty where it has a problem; see [#problems]
  public static Optional<CronExpression> parse(String expression) {
    return new CronSyntax(normalized(expression)).read();
  }

  /// What is wrong with an expression, nothing where [#parse] reads it. The places are left empty.
  public static List<Problem> problems(String expression) {
    var syntax = new CronSyntax(normalized(expression));
    syntax.read();
    return syntax.problems();
  }

  static String normalized(String expression) {
    return expression.length() > CronSyntax.MAX
        ? expression
        : expression.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }

  /// True where hour, minute or second has a `*` or a step: then every real instant that the fields meet counts. False: the times
  /// of day are fixed, and each counts once a day.
  public boolean everyInstant() {
    return everyInstant;
  }

  /// Months that may have a slot: bit 1 is January, bit 12 December.
  public int months() {
    return months;
  }

  /// The days that the expression names in a month.
  ///
  /// @param month 1 to 12
  /// @param length days of the month
  /// @param first day of the week of the first of the month, 0 for Sunday to 6 for Saturday
  /// @return bit d is set where day d is named; 0 in a month that is not
  public int days(int month, int length, int first) {
    return (months & 1 << month) == 0 ? 0 : days.of(length, first);
  }

  /// The first time of day from a given one on.
  ///
  /// @param second second of the day, 0 to 86,399
  /// @return second of the day, or -1 if there is none
  public int timeFrom(int second) {
    var hour = second / 3_600;
    var minute = second / 60 % 60;
    var h = next(hours, hour);
    if (h == hour) {
      var m = next(minutes, minute);
      if (m == minute) {
        var s = next(seconds, second % 60);
        if (s >= 0) {
          return h * 3_600 + m * 60 + s;
        }
        m = next(minutes, minute + 1);
      }
      if (m >= 0) {
        return h * 3_600 + m * 60 + Long.numberOfTrailingZeros(seconds);
      }
      h = next(hours, hour + 1);
    }
    return h < 0 ? -1 : h * 3_600 + Long.numberOfTrailingZeros(minutes) * 60 + Long.numberOfTrailingZeros(seconds);
  }

  /// The last time of day up to a given one.
  ///
  /// @param second second of the day, 0 to 86,399
  /// @return second of the day, or -1 if there is none
  public int timeUpTo(int second) {
    var hour = second / 3_600;
    var minute = second / 60 % 60;
    var h = last(hours, hour);
    if (h == hour) {
      var m = last(minutes, minute);
      if (m == minute) {
        var s = last(seconds, second % 60);
        if (s >= 0) {
          return h * 3_600 + m * 60 + s;
        }
        m = last(minutes, minute - 1);
      }
      if (m >= 0) {
        return h * 3_600 + m * 60 + last(seconds, 59);
      }
      h = last(hours, hour - 1);
    }
    return h < 0 ? -1 : h * 3_600 + last(minutes, 59) * 60 + last(seconds, 59);
  }

  private static int next(long bits, int from) {
    var rest = from > 63 ? 0 : bits >>> from << from;
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  private static int last(long bits, int upTo) {
    var rest = upTo < 0 ? 0 : bits << (63 - upTo) >>> (63 - upTo);
    return rest == 0 ? -1 : 63 - Long.numberOfLeadingZeros(rest);
  }

  /// The days of a month that an expression names.
  ///
  /// @param ofMonth bits 1 to 31: days of the month
  /// @param fromEnd bit n: the day n days before the last, bit 0 the last
  /// @param nearest bits 1 to 31: the weekday nearest to that day, within the month
  /// @param lastWeekday true: the last weekday of the month
  /// @param anyOfMonth true: the field of the day of the month begins with `*` or is `?`
  /// @param ofWeek bits 0 (Sunday) to 6: days of the week
  /// @param nth bit 7 × (n - 1) + w: the n-th day of the week w, n from 1 to 5
  /// @param lastOfWeek bits 0 to 6: the last such day of the week in the month
  /// @param anyOfWeek true: the field of the day of the week begins with `*` or is `?`
  record CronDays(int ofMonth, int fromEnd, int nearest, boolean lastWeekday, boolean anyOfMonth, int ofWeek, long nth,
      int lastOfWeek, boolean anyOfWeek) {

    /// Bits of the days in a month, see [CronExpression#days].
    int of(int length, int first) {
      var month = byMonth(length, first);
      var week = byWeek(length, first);
      return anyOfMonth || anyOfWeek ? month & week : month | week;
    }

    private int byMonth(int length, int first) {
      var all = all(length);
      var found = ofMonth & all;
      for (var bits = fromEnd; bits != 0; bits &= bits - 1) {
        var day = length - Integer.numberOfTrailingZeros(bits);
        found |= day < 1 ? 0 : 1 << day;
      }
      for (var bits = nearest & all; bits != 0; bits &= bits - 1) {
        found |= 1 << weekdayNear(Integer.numberOfTrailingZeros(bits), length, first);
      }
      return lastWeekday ? found | 1 << lastWeekday(length, first) : found;
    }

    private int byWeek(int length, int first) {
      var found = 0;
      for (var bits = ofWeek; bits != 0; bits &= bits - 1) {
        found |= each(Integer.numberOfTrailingZeros(bits), first);
      }
      for (var bits = nth; bits != 0; bits &= bits - 1) {
        var at = Long.numberOfTrailingZeros(bits);
        found |= (int) (1L << (firstOf(at % 7, first) + 7 * (at / 7)));
      }
      for (var bits = lastOfWeek; bits != 0; bits &= bits - 1) {
        found |= Integer.highestOneBit(each(Integer.numberOfTrailingZeros(bits), first) & all(length));
      }
      return found & all(length);
    }

    private static int all(int length) {
      return (int) ((1L << (length + 1)) - 2);
    }

    private static int firstOf(int weekday, int first) {
      return 1 + (weekday - first + 7) % 7;
    }

    private static int each(int weekday, int first) {
      return (int) (0b1_0000001_0000001_0000001_0000001L << firstOf(weekday, first));
    }

    private static int weekdayNear(int day, int length, int first) {
      var weekday = (first + day - 1) % 7;
      if (weekday == SATURDAY) {
        return day == 1 ? 3 : day - 1;
      }
      return weekday != 0 ? day : day == length ? day - 2 : day + 1;
    }

    private static int lastWeekday(int length, int first) {
      var weekday = (first + length - 1) % 7;
      return weekday == SATURDAY ? length - 1 : weekday == 0 ? length - 2 : length;
    }
  }
}
