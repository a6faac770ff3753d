package io.tidemill.dsl;

import io.tidemill.dsl.graph.ScheduleNode;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A cron expression in a time zone. Immutable.
///
/// Five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or JAN-DEC), day of week (0-7 or SUN-SAT, 0 and 7
/// are Sunday). Each is `*`, a value, a range `a-b`, a step `*/n` or `a-b/n`, or several of these with commas between. Where
/// both day fields are restricted, a day that meets either counts. What the switch between summer and winter time does to a
/// slot is decided by the scheduler: no slot is lost or doubled by default.
public final class Cron implements Schedule {
  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");

  private final String expression;
  private final String zone;
  private final @Nullable Problem fault;

  private Cron(String expression, String zone, @Nullable Problem fault) {
    this.expression = expression;
    this.zone = Objects.requireNonNull(zone, "zone");
    this.fault = fault;
  }

  /// An expression of five fields.
  ///
  /// @param expression such as `*/15 8-18 * * MON-FRI`
  /// @param zone an IANA zone such as `Europe/Berlin`
  public static Cron of(String expression, String zone) {
    return new Cron(expression.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT), zone, null);
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

  private static String id(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static Cron at(String time, String days, String zone) {
    var parts = TIME.matcher(time);
    if (!parts.matches()) {
      return new Cron("", zone,
          new Problem("bad-time", "", "a time of whole minutes from 00:00 to 23:59", MessageText.text(time), ""));
    }
    return new Cron(Integer.parseInt(parts.group(2)) + " " + Integer.parseInt(parts.group(1)) + " " + days, zone, null);
  }

  @Override public ScheduleNode node() {
    return new ScheduleNode("cron", expression, zone);
  }

  @Override public List<Problem> problems() {
    var found = new ArrayList<Problem>();
    if (fault != null) {
      found.add(fault);
    } else {
      found.addAll(CronSyntax.problems(expression));
    }
    var zones = ZoneId.getAvailableZoneIds();
    if (!zones.contains(zone)) {
      found.add(new Problem("unknown-zone", "", "an IANA time zone such as Europe/Berlin", MessageText.text(zone),
          MessageText.nearest(zone, zones).map(name -> "Did you mean " + name + "?").orElse("")));
    }
    return found;
  }

  @Override public String toString() {
    return "cron " + expression + " in " + zone;
  }
}
