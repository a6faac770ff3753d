package io.tidemill.dsl;

import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a DAG runs by itself: by a [Cron] expression in a time zone, or [Every] so often.
///
/// ```java
/// d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin")
///     .calendar(BusinessCalendar.weekdays())
///     .jitter(Duration.ofMinutes(5)));
/// ```
///
/// Immutable: each option answers a new schedule. What is wrong with one is reported when the DAG is built. A DAG without a schedule
/// runs by hand only.
public abstract sealed class Schedule permits Cron, Every {
  private static final Pattern OFFSET = Pattern.compile("(?i)(?:gmt|utc|z)?([+-])(\\d{1,2})(?::?00)?");

  final ScheduleOptions options;

  Schedule(ScheduleOptions options) {
    this.options = options;
  }

  abstract Schedule with(ScheduleOptions changed);

  abstract ScheduleKind kind();

  abstract String expression();

  abstract String zone();

  /// The first instant at which a slot may be, in whole seconds. None by default.
  public Schedule start(Instant first) {
    return with(options.withStart(Objects.requireNonNull(first, "first")));
  }

  /// As [#start(Instant)], on the clocks of the schedule's zone.
  public Schedule start(LocalDateTime first) {
    return with(options.withStart(Objects.requireNonNull(first, "first")));
  }

  /// The first instant at which no slot may be any more, in whole seconds. None by default.
  public Schedule end(Instant end) {
    return with(options.withEnd(Objects.requireNonNull(end, "end")));
  }

  /// As [#end(Instant)], on the clocks of the schedule's zone.
  public Schedule end(LocalDateTime end) {
    return with(options.withEnd(Objects.requireNonNull(end, "end")));
  }

  /// Delays each run by a part of this time, so that many DAGs do not start at once. The delay follows from DAG, schedule and slot, and
  /// is the same whenever it is asked for. It moves the run, never the slot, and never beyond the next slot.
  ///
  /// @param most upper bound of the delay, 0 (the default) to 24 hours
  public Schedule jitter(Duration most) {
    return with(options.withJitter(Objects.requireNonNull(most, "most")));
  }

  /// Slots are points in time: their interval is empty. By default the interval of a slot begins with the slot before it.
  public Schedule pointInTime() {
    return with(options.withPointInTime());
  }

  /// What becomes of slots that were due while no scheduler ran: [CatchUp#latest] by default.
  public Schedule catchUp(CatchUp rule) {
    return with(options.withCatchUp(Objects.requireNonNull(rule, "rule")));
  }

  /// What becomes of slots that were due while the schedule was paused, or between its start and its first deployment:
  /// [CatchUp#none] by default.
  public Schedule catchUpAfterPause(CatchUp rule) {
    return with(options.withCatchUpAfterPause(Objects.requireNonNull(rule, "rule")));
  }

  /// The days on which slots may be: every day by default.
  public Schedule calendar(BusinessCalendar days) {
    return with(options.withCalendar(Objects.requireNonNull(days, "days")));
  }

  /// Windows in which slots are skipped, beside those named before; up to 100.
  public Schedule quiet(QuietWindow... windows) {
    return with(options.withQuiet(Arrays.asList(windows)));
  }

  /// A slot is late where its run has not started so long after the slot's time: since it waits, was not created, or no agent took it.
  /// That is recorded and shown; the run goes on. Nothing is expected by default. Slots that are skipped are never late.
  ///
  /// @param limit 1 s to 7 days
  public Schedule startBy(Duration limit) {
    return with(options.withStartBy(Objects.requireNonNull(limit, "limit")));
  }

  /// A slot is late where its run has not ended so long after the slot's time, however it ends; as [#startBy].
  ///
  /// @param limit 1 s to 7 days
  public Schedule finishBy(Duration limit) {
    return with(options.withFinishBy(Objects.requireNonNull(limit, "limit")));
  }

  /// What the switch between standard and daylight-saving time does to a fixed-time cron slot: [DaylightPolicy#SHIFT] by default.
  /// Refused for an interval, which is elapsed time.
  public Schedule daylight(DaylightPolicy policy) {
    return with(options.withDaylight(Objects.requireNonNull(policy, "policy")));
  }

  /// Waits until the slots of another DAG's schedule `default` have succeeded for the whole interval of the slot, see
  /// [#requires(String, String)].
  public Schedule requires(String dag) {
    return requires(dag, "default");
  }

  /// Waits until slots of another DAG have succeeded for the whole interval of the slot, beside those named before; up to 100. A day waits
  /// for its 24 hours, or the 23 or 25 of a day on which the clocks change.
  ///
  /// A slot that was missed, or whose run failed, holds the slot until it was backfilled or rerun. What was there once is not revoked by
  /// a later rerun. Backfills, and runs started by hand, do not wait.
  ///
  /// @param dag id of the other DAG
  /// @param schedule name of its schedule
  public Schedule requires(String dag, String schedule) {
    return with(options.withRequired(new RequiredSlotsNode(Objects.requireNonNull(dag, "dag"),
        Objects.requireNonNull(schedule, "schedule"))));
  }

  /// The schedule as the graph holds it, named `default`.
  public ScheduleNode node() {
    return node("default", "");
  }

  ScheduleNode node(String name, String place) {
    var zoneId = ZoneId.of(zone());
    return new ScheduleNode(name, kind(), expression(), zone(),
        Objects.requireNonNullElse(options.daylight(), DaylightPolicy.SHIFT), ScheduleOptions.text(anchor()),
        ScheduleOptions.text(ScheduleOptions.instant(options.start(), zoneId)),
        ScheduleOptions.text(ScheduleOptions.instant(options.end(), zoneId)), options.jitter().toMillis(),
        options.pointInTime(), options.catchUp().node(), options.catchUpAfterPause().node(),
        options.calendar() == null ? null : options.calendar().node(),
        options.quiet().stream().map(QuietWindow::node).toList(), options.requires(), options.lateness(), place);
  }

  @Nullable Instant anchor() {
    return null;
  }

  /// What is wrong with the schedule, nothing where it can fire. The places are left empty.
  public List<Problem> problems() {
    var found = new ArrayList<Problem>();
    ownProblems(found);
    var zones = ZoneId.getAvailableZoneIds();
    var known = zones.contains(zone());
    if (!known) {
      found.add(new Problem("unknown-zone", "", "an IANA time zone such as Europe/Berlin", MessageText.text(zone()),
          zoneHint(zones)));
    }
    found.addAll(options.problems(known ? ZoneId.of(zone()) : ZoneOffset.UTC));
    if (found.isEmpty() && !fires()) {
      found
          .add(new Problem("never-fires", "", "a slot on a day of the calendar, between start and end", this.toString(),
              "This schedule would never fire."));
    }
    return found;
  }

  private String zoneHint(Set<String> zones) {
    var offset = OFFSET.matcher(zone());
    if (offset.matches()) {
      // The sign of these zones is that of POSIX: what is ahead of UTC is negative.
      var name = "Etc/GMT" + (offset.group(1).equals("+") ? "-" : "+") + Integer.parseInt(offset.group(2));
      return zones.contains(name)
          ? "Write the zone of a place, or " + name + ", which is always at UTC" + offset.group(1) + offset.group(2)
              + "."
          : "Write the zone of a place.";
    }
    var hint = NearestName.hint(zone(), zones);
    return hint.isEmpty()
        ? "Zones are named by area and place, such as America/New_York or Asia/Tokyo; UTC is one too."
        : hint;
  }

  abstract void ownProblems(List<Problem> found);

  /// True where calendar and bounds leave a slot; asked where nothing else is wrong.
  abstract boolean fires();

  static String id(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }
}
