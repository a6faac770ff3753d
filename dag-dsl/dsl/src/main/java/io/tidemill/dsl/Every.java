package io.tidemill.dsl;

import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/// A fixed interval of elapsed time; daylight saving does not move it. Immutable.
///
/// ```java
/// d.schedule(Every.of(Duration.ofMinutes(15)));
/// ```
public final class Every extends Schedule {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(365);
  private static final int CANDIDATES = 4_000;

  private final Duration interval;
  private final Instant anchor;
  private final String zone;

  private Every(Duration interval, Instant anchor, String zone, ScheduleOptions options) {
    super(options);
    this.interval = interval;
    this.anchor = anchor;
    this.zone = zone;
  }

  /// Every so often, counted from 1970-01-01T00:00:00Z, in the zone UTC.
  ///
  /// @param interval whole seconds, 1 s to 365 days
  public static Every of(Duration interval) {
    return new Every(Objects.requireNonNull(interval, "interval"), Instant.EPOCH, "UTC", ScheduleOptions.NONE);
  }

  /// An instant from which the intervals are counted, in both directions; it is a slot itself. Whole seconds.
  public Every anchor(Instant slot) {
    return new Every(interval, Objects.requireNonNull(slot, "slot"), zone, options);
  }

  /// The zone in which calendar, quiet windows and [Slot#date] are read. It does not move a slot.
  ///
  /// @param id an IANA zone such as `Europe/Berlin`
  public Every zone(String id) {
    return new Every(interval, anchor, Objects.requireNonNull(id, "id"), options);
  }

  /// As [#zone(String)], in a zone of the JDK.
  public Every zone(ZoneId zoneId) {
    return zone(id(zoneId));
  }

  @Override Every with(ScheduleOptions changed) {
    return new Every(interval, anchor, zone, changed);
  }

  @Override ScheduleKind kind() {
    return ScheduleKind.INTERVAL;
  }

  @Override String expression() {
    return interval.toString();
  }

  @Override String zone() {
    return zone;
  }

  @Override Instant anchor() {
    return anchor;
  }

  @Override void ownProblems(List<Problem> found) {
    if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0
        || !interval.truncatedTo(ChronoUnit.SECONDS).equals(interval)) {
      found.add(
          new Problem("bad-interval", "", "an interval of whole seconds, 1 s to 365 days", DurationText.of(interval),
              ""));
    }
    ScheduleOptions.bound("anchor", anchor, found);
    if (options.daylight() != null) {
      found.add(new Problem("bad-option", "", "a daylight policy for a cron schedule only",
          "daylight(" + options.daylight() + ") for " + this, "An interval is elapsed time; leave the policy out."));
    }
    if (options.calendar() != null && options.calendar().roll() != DayRoll.NONE) {
      found.add(new Problem("bad-option", "", "a calendar that moves slots for a cron schedule only",
          "roll(" + options.calendar().roll() + ") for " + this, "Use a cron expression, or DayRoll.NONE."));
    }
  }

  @Override boolean fires() {
    var id = ZoneId.of(zone);
    var start = ScheduleOptions.instant(options.start(), id);
    var end = ScheduleOptions.instant(options.end(), id);
    var calendar = options.calendar();
    var step = interval.toSeconds();
    var first = start == null ? anchor.getEpochSecond() : start.getEpochSecond();
    var slot = anchor.getEpochSecond() - Math.floorDiv(anchor.getEpochSecond() - first, step) * step;
    for (var i = 0; i < CANDIDATES && (end == null || slot < end.getEpochSecond()); i++, slot += step) {
      if (calendar == null || (step < Duration.ofDays(1).toSeconds() && end == null)
          || calendar.isWorkingDay(Instant.ofEpochSecond(slot).atZone(id).toLocalDate())) {
        return true;
      }
    }
    return false;
  }

  @Override public String toString() {
    return "every " + DurationText.of(interval);
  }
}
