package io.tidemill.dsl;

import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.text.MessageText;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A cron expression in a time zone. Immutable.
///
/// ```java
/// d.schedule(Cron.of("*/15 8-18 * * MON-FRI", "Europe/Berlin"));
/// ```
///
/// Five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or JAN-DEC), day of week (0-7 or SUN-SAT, 0 and 7
/// are Sunday); with six, the first is the second (0-59). Each is `*`, a value, a range `a-b`, a step `*/n` or `a-b/n`, or several of
/// these with commas between. `?` is another word for `*` in the two day fields.
///
/// | in the field | also |
/// |---|---|
/// | day of month | `L` the last day, `L-3` three days before it, `LW` the last weekday, `15W` the weekday (Monday to Friday) nearest to the 15th, within the month |
/// | day of week | `FRIL` or `5L` the last Friday of the month, `MON#2` or `1#2` the second Monday, up to `#5` |
///
/// Where both day fields are restricted, a day that meets either counts; where one begins with `*`, a day must meet both, as in
/// Vixie cron. `@hourly`, `@daily` (`@midnight`), `@weekly` (Sunday), `@monthly` and `@yearly` (`@annually`) are short for the
/// beginning of each. There is no year field, and Sunday is 0, not 1 as in Quartz.
///
/// What daylight saving does to a slot: see [DaylightPolicy].
public final class Cron extends Schedule {
  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");

  private final String expression;
  private final String zone;
  private final @Nullable Problem fault;

  private Cron(String expression, String zone, @Nullable Problem fault, ScheduleOptions options) {
    super(options);
    this.expression = expression;
    this.zone = Objects.requireNonNull(zone, "zone");
    this.fault = fault;
  }

  private Cron(String expression, String zone, @Nullable Problem fault) {
    this(expression, zone, fault, ScheduleOptions.NONE);
  }

  /// An expression of five or six fields, or a short form such as `@daily`.
  ///
  /// @param expression such as `*/15 8-18 * * MON-FRI`
  /// @param zone an IANA zone such as `Europe/Berlin`
  public static Cron of(String expression, String zone) {
    return new Cron(CronExpression.normalized(expression), zone, null);
  }

  /// As [#of(String, String)], in a zone of the JDK.
  public static Cron of(String expression, ZoneId zone) {
    return of(expression, id(zone));
  }

  /// Every hour.
  ///
  /// @param minute 0 to 59
  public static Cron hourly(int minute, String zone) {
    return new Cron(minute + " * * * *", zone, null);
  }

  /// As [#hourly(int, String)], in a zone of the JDK.
  public static Cron hourly(int minute, ZoneId zone) {
    return hourly(minute, id(zone));
  }

  /// Every day.
  ///
  /// @param time `HH:mm`
  public static Cron daily(String time, String zone) {
    return at(time, "* * *", zone);
  }

  /// As [#daily(String, String)], at a time of whole minutes.
  public static Cron daily(LocalTime time, ZoneId zone) {
    return daily(time.toString(), id(zone));
  }

  /// Every week.
  ///
  /// @param time `HH:mm`
  public static Cron weekly(DayOfWeek day, String time, String zone) {
    return at(time, "* * " + day.name().substring(0, 3), zone);
  }

  /// As [#weekly(DayOfWeek, String, String)], at a time of whole minutes.
  public static Cron weekly(DayOfWeek day, LocalTime time, ZoneId zone) {
    return weekly(day, time.toString(), id(zone));
  }

  /// Every month that has the day.
  ///
  /// @param day 1 to 31
  /// @param time `HH:mm`
  public static Cron monthly(int day, String time, String zone) {
    return at(time, day + " * *", zone);
  }

  /// As [#monthly(int, String, String)], at a time of whole minutes.
  public static Cron monthly(int day, LocalTime time, ZoneId zone) {
    return monthly(day, time.toString(), id(zone));
  }

  private static Cron at(String time, String days, String zone) {
    var parts = TIME.matcher(time);
    if (!parts.matches()) {
      return new Cron("", zone,
          new Problem("bad-time", "", "a time of whole minutes from 00:00 to 23:59", MessageText.text(time), ""));
    }
    return new Cron(Integer.parseInt(parts.group(2)) + " " + Integer.parseInt(parts.group(1)) + " " + days, zone, null);
  }

  @Override Cron with(ScheduleOptions changed) {
    return new Cron(expression, zone, fault, changed);
  }

  @Override ScheduleKind kind() {
    return ScheduleKind.CRON;
  }

  @Override String expression() {
    return expression;
  }

  @Override String zone() {
    return zone;
  }

  @Override void ownProblems(List<Problem> found) {
    if (fault != null) {
      found.add(fault);
    } else {
      found.addAll(CronExpression.problems(expression));
    }
  }

  @Override boolean fires() {
    var cron = CronExpression.parse(expression).orElseThrow();
    var calendar = Objects.requireNonNullElse(options.calendar(), BusinessCalendar.EVERY_DAY);
    if (!calendar.has(cron)) {
      return false;
    }
    var id = ZoneId.of(zone);
    var start = ScheduleOptions.instant(options.start(), id);
    var end = ScheduleOptions.instant(options.end(), id);
    return start == null || end == null
        || calendar.has(cron, start.atZone(id).toLocalDate(), end.atZone(id).toLocalDate());
  }

  @Override public String toString() {
    return "cron " + expression + " in " + zone;
  }
}
