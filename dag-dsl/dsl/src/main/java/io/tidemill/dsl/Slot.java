package io.tidemill.dsl;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// One time that a schedule names, and the interval that ends with it.
///
/// ```java
/// record Params(LocalDate day) {}
///
/// Dag<Params> dag() {
///   return Dag.define("nightly", Params.class, d -> {
///     d.schedule(Cron.daily("02:30", "Europe/Berlin"), slot -> new Params(slot.date().minusDays(1)));
///     d.task("close").exec(ctx -> ctx.log().info("{}", ctx.params().day()));
///   });
/// }
/// ```
///
/// @param schedule name of the schedule
/// @param time the instant the schedule names
/// @param intervalStart the slot before, where the interval begins; `time` where slots are points in time
/// @param intervalEnd the end of the interval, not part of it
/// @param zone time zone of the schedule
/// @param previous outcome of the slot before of the same schedule, null where there is none or it is not known
/// @param lastSuccess time of the newest slot of the same schedule, before this one, whose run succeeded; null where there is none
public record Slot(String schedule, Instant time, Instant intervalStart, Instant intervalEnd, ZoneId zone,
    @Nullable SlotResult previous, @Nullable Instant lastSuccess) {

  /// A slot of which nothing is known but its time.
  public Slot(String schedule, Instant time, Instant intervalStart, Instant intervalEnd, ZoneId zone) {
    this(schedule, time, intervalStart, intervalEnd, zone, null, null);
  }

  /// The day of the slot in the schedule's time zone.
  public LocalDate date() {
    return dateTime().toLocalDate();
  }

  /// The slot in the schedule's time zone.
  public ZonedDateTime dateTime() {
    return time.atZone(zone);
  }

  /// The beginning of the interval in the schedule's time zone.
  public ZonedDateTime intervalStartTime() {
    return intervalStart.atZone(zone);
  }
}
