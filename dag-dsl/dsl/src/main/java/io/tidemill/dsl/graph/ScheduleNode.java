package io.tidemill.dsl.graph;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A declared schedule.
///
/// @param name name of the schedule, unique in the DAG, `default` where none was given
/// @param kind cron or interval
/// @param expression the cron expression in upper case with single spaces, or the interval as ISO-8601 duration
/// @param zone IANA zone id, `UTC` where an interval was given none
/// @param daylight what the switch between standard and daylight-saving time does to a fixed-time slot
/// @param anchor ISO-8601 instant that is a slot of an interval, empty for a cron expression
/// @param start ISO-8601 instant, the first at which a slot may be; empty for no bound
/// @param end ISO-8601 instant, the first at which no slot may be any more; empty for no bound
/// @param jitterMillis upper bound of the delay of a run after its slot is due, in milliseconds, 0 for none
/// @param pointInTime true: a slot has no interval; false: its interval begins with the slot before
/// @param catchUp what becomes of slots that were due while no scheduler ran
/// @param catchUpAfterPause what becomes of slots that were due while the schedule was paused, or before its first deployment
/// @param calendar days on which slots may be, null for every day
/// @param quiet windows in which slots are skipped
/// @param requires schedules of other DAGs whose slots must have succeeded for the whole interval of a slot before it runs
/// @param lateness when a slot is late, null where nothing is expected
/// @param place `File.java:line` where the schedule was declared; not part of the version's hash
public record ScheduleNode(String name, ScheduleKind kind, String expression, String zone, DaylightPolicy daylight,
    String anchor, String start, String end, long jitterMillis, boolean pointInTime, CatchUpNode catchUp,
    CatchUpNode catchUpAfterPause, @Nullable CalendarNode calendar, List<QuietNode> quiet,
    List<RequiredSlotsNode> requires, @Nullable LatenessNode lateness, String place) {
  /// A schedule that is never late.
  public ScheduleNode(String name, ScheduleKind kind, String expression, String zone, DaylightPolicy daylight,
      String anchor, String start, String end, long jitterMillis, boolean pointInTime, CatchUpNode catchUp,
      CatchUpNode catchUpAfterPause, @Nullable CalendarNode calendar, List<QuietNode> quiet,
      List<RequiredSlotsNode> requires, String place) {
    this(name, kind, expression, zone, daylight, anchor, start, end, jitterMillis, pointInTime, catchUp,
        catchUpAfterPause, calendar, quiet, requires, null, place);
  }

  public ScheduleNode {
    quiet = List.copyOf(quiet);
    // A graph that was stored before schedules could require slots says nothing of them.
    requires = requires == null ? List.of() : List.copyOf(requires);
  }

  /// A schedule that requires no slots of others.
  public ScheduleNode(String name, ScheduleKind kind, String expression, String zone, DaylightPolicy daylight,
      String anchor, String start, String end, long jitterMillis, boolean pointInTime, CatchUpNode catchUp,
      CatchUpNode catchUpAfterPause, @Nullable CalendarNode calendar, List<QuietNode> quiet, String place) {
    this(name, kind, expression, zone, daylight, anchor, start, end, jitterMillis, pointInTime, catchUp,
        catchUpAfterPause, calendar, quiet, List.of(), null, place);
  }

  /// A cron schedule named `default` with no options.
  public static ScheduleNode cron(String expression, String zone) {
    return new ScheduleNode("default", ScheduleKind.CRON, expression, zone, DaylightPolicy.SHIFT, "", "", "", 0, false,
        CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), "");
  }

  /// An interval schedule named `default` with no options.
  ///
  /// @param interval ISO-8601 duration
  public static ScheduleNode interval(String interval) {
    return new ScheduleNode("default", ScheduleKind.INTERVAL, interval, "UTC", DaylightPolicy.SHIFT,
        "1970-01-01T00:00:00Z", "", "", 0, false, CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), "");
  }

  /// The same schedule, declared at another place.
  public ScheduleNode at(String other) {
    return new ScheduleNode(name, kind, expression, zone, daylight, anchor, start, end, jitterMillis, pointInTime,
        catchUp, catchUpAfterPause, calendar, quiet, requires, lateness, other);
  }

  /// The schedule in words, such as `cron 0 2 * * * Europe/Berlin` or `every 15 min`.
  public String text() {
    String when = kind == ScheduleKind.CRON
        ? "cron " + expression + " " + zone
        : "every " + DurationText.of(Duration.parse(expression)) + (zone.equals("UTC") ? "" : " " + zone);
    return requires.isEmpty()
        ? when
        : when + ", requires " + requires.stream().map(RequiredSlotsNode::text).collect(Collectors.joining(", "));
  }
}
