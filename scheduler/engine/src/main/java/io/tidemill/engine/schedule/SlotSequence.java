package io.tidemill.engine.schedule;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.CronExpression;
import io.tidemill.dsl.graph.CalendarNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The slots of one declared schedule, in the order of their times. Immutable and safe for use by several threads.
///
/// The same schedule and the same zone data give the same slots, whenever and wherever they are asked for. A slot that falls into a
/// hole of the calendar is not in the sequence; one in a quiet window is, marked as skipped. Each answer costs a few microseconds at
/// most, also where slots are years apart.
public final class SlotSequence {
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-01T00:00:00Z").getEpochSecond();

  private final SlotTimes times;
  private final ZoneId zone;
  private final QuietWindows quiet;
  private final Jitter jitter;
  private final boolean pointInTime;
  private final long start;
  private final long end;

  private SlotSequence(SlotTimes times, ZoneId zone, QuietWindows quiet, Jitter jitter, boolean pointInTime, long start,
      long end) {
    this.times = times;
    this.zone = zone;
    this.quiet = quiet;
    this.jitter = jitter;
    this.pointInTime = pointInTime;
    this.start = start;
    this.end = end;
  }

  /// The slots of a schedule.
  ///
  /// @param dag id of the DAG, which the jitter depends on
  /// @throws IllegalArgumentException if the expression cannot be read, which a graph that was checked does not have
  /// @throws java.time.DateTimeException if the zone is not known here
  public static SlotSequence of(String dag, ScheduleNode schedule) {
    ZoneId zone = ZoneId.of(schedule.zone());
    CalendarNode calendar = schedule.calendar();
    BusinessCalendar days = calendar == null ? BusinessCalendar.everyDay() : BusinessCalendar.of(calendar);
    return new SlotSequence(times(schedule, zone, days), zone, new QuietWindows(schedule.quiet()),
        new Jitter(dag, schedule.name(), schedule.jitterMillis()), schedule.pointInTime(),
        second(schedule.start(), FIRST), second(schedule.end(), LAST));
  }

  private static SlotTimes times(ScheduleNode schedule, ZoneId zone, BusinessCalendar calendar) {
    if (schedule.kind() == ScheduleKind.INTERVAL) {
      return new IntervalTimes(Instant.parse(schedule.anchor()).getEpochSecond(),
          Duration.parse(schedule.expression()).toSeconds(), zone, calendar);
    }
    CronExpression cron = CronExpression.parse(schedule.expression())
        .orElseThrow(() -> new IllegalArgumentException("Expected a cron expression that can fire as schedule "
            + schedule.name() + ", but found '" + schedule.expression() + "'."));
    return new CronTimes(new LocalTimes(cron, calendar), zone.getRules(), cron.everyInstant(), schedule.daylight());
  }

  private static long second(String instant, long none) {
    return instant.isEmpty() ? none : Math.clamp(Instant.parse(instant).getEpochSecond(), FIRST, LAST);
  }

  /// The zone of the schedule.
  public ZoneId zone() {
    return zone;
  }

  /// The first slot whose time is after an instant.
  ///
  /// @return null if there is none: the schedule has ended
  public @Nullable ScheduledSlot next(Instant after) {
    long found = times.next(Math.max(Math.min(after.getEpochSecond(), LAST), start - 1));
    return found == SlotTimes.NONE || found >= end ? null : slot(found);
  }

  /// The last slot whose time is before an instant.
  ///
  /// @return null if there is none: the schedule has not begun
  public @Nullable ScheduledSlot previous(Instant before) {
    long second = before.getEpochSecond() + (before.getNano() > 0 ? 1 : 0);
    long found = times.previous(Math.min(Math.max(second, FIRST), end));
    return found == SlotTimes.NONE || found < start ? null : slot(found);
  }

  private ScheduledSlot slot(long second) {
    Instant time = Instant.ofEpochSecond(second);
    long before = pointInTime ? second : times.previous(second);
    long delay = 0;
    if (!jitter.none()) {
      long next = times.next(second);
      delay = jitter.millis(second, next == SlotTimes.NONE ? Long.MAX_VALUE : next - second);
    }
    return new ScheduledSlot(time, before == SlotTimes.NONE ? time : Instant.ofEpochSecond(before), time,
        delay == 0 ? time : time.plusMillis(delay), quiet.contain(second + offset(time)));
  }

  private int offset(Instant time) {
    return zone.getRules().getOffset(time).getTotalSeconds();
  }
}
