package io.tidemill.dsl;

import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.dsl.text.MessageText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options that every kind of schedule has.
///
/// @param start an Instant or a LocalDateTime in the schedule's zone, null for no bound
/// @param end as `start`
/// @param daylight null where it was not declared
/// @param requires schedules of other DAGs that slots wait for
/// @param startBy null where no start is expected
/// @param finishBy null where no end is expected
record ScheduleOptions(@Nullable Temporal start, @Nullable Temporal end, Duration jitter, boolean pointInTime,
    CatchUp catchUp, CatchUp catchUpAfterPause, @Nullable BusinessCalendar calendar, List<QuietWindow> quiet,
    @Nullable DaylightPolicy daylight, List<RequiredSlotsNode> requires, @Nullable Duration startBy,
    @Nullable Duration finishBy) {
  static final ScheduleOptions NONE = new ScheduleOptions(null, null, Duration.ZERO, false, CatchUp.latest(),
      CatchUp.none(), null, List.of(), null, List.of(), null, null);

  private static final Duration MOST_JITTER = Duration.ofDays(1);
  private static final int MOST_QUIET = 100;
  private static final int MOST_REQUIRED = 100;
  private static final Duration LEAST_LIMIT = Duration.ofSeconds(1);
  private static final Duration MOST_LIMIT = Duration.ofDays(7);
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

  ScheduleOptions {
    quiet = List.copyOf(quiet);
    requires = List.copyOf(requires);
  }

  ScheduleOptions withStart(Temporal time) {
    return new ScheduleOptions(time, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withEnd(Temporal time) {
    return new ScheduleOptions(start, time, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withJitter(Duration most) {
    return new ScheduleOptions(start, end, most, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withPointInTime() {
    return new ScheduleOptions(start, end, jitter, true, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withCatchUp(CatchUp rule) {
    return new ScheduleOptions(start, end, jitter, pointInTime, rule, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withCatchUpAfterPause(CatchUp rule) {
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, rule, calendar, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withCalendar(BusinessCalendar days) {
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, days, quiet, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withQuiet(List<QuietWindow> windows) {
    var all = new ArrayList<>(quiet);
    all.addAll(windows);
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, all, daylight,
        requires, startBy, finishBy);
  }

  ScheduleOptions withDaylight(DaylightPolicy policy) {
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, policy,
        requires, startBy, finishBy);
  }

  ScheduleOptions withRequired(RequiredSlotsNode slots) {
    var all = new ArrayList<>(requires);
    all.add(slots);
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        all, startBy, finishBy);
  }

  ScheduleOptions withStartBy(Duration limit) {
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, limit, finishBy);
  }

  ScheduleOptions withFinishBy(Duration limit) {
    return new ScheduleOptions(start, end, jitter, pointInTime, catchUp, catchUpAfterPause, calendar, quiet, daylight,
        requires, startBy, limit);
  }

  @Nullable LatenessNode lateness() {
    return startBy == null && finishBy == null ? null : new LatenessNode(millis(startBy), millis(finishBy));
  }

  private static long millis(@Nullable Duration limit) {
    return limit == null ? 0 : limit.toMillis();
  }

  static @Nullable Instant instant(@Nullable Temporal time, ZoneId zone) {
    return switch (time) {
      case null -> null;
      case LocalDateTime local -> local.atZone(zone).toInstant();
      case Instant instant -> instant;
      default -> throw new IllegalStateException("Expected an instant or a local time, but found " + time + ".");
    };
  }

  static String text(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }

  List<Problem> problems(ZoneId zone) {
    var found = new ArrayList<Problem>();
    bound("start", instant(start, zone), found);
    bound("end", instant(end, zone), found);
    var from = instant(start, zone);
    var to = instant(end, zone);
    if (from != null && to != null && !from.isBefore(to)) {
      found.add(new Problem("bad-bounds", "", "a start before the end", "start " + from + ", end " + to, ""));
    }
    if (jitter.isNegative() || jitter.compareTo(MOST_JITTER) > 0) {
      found
          .add(new Problem("bad-duration", "", "jitter from 0 to 24 hours", DurationText.of(jitter), ""));
    }
    limit("startBy", startBy, found);
    limit("finishBy", finishBy, found);
    if (startBy != null && finishBy != null && startBy.compareTo(finishBy) > 0) {
      found.add(new Problem("bad-duration", "", "a startBy that is not after finishBy",
          "startBy " + DurationText.of(startBy) + ", finishBy " + DurationText.of(finishBy), ""));
    }
    found.addAll(catchUp.problems());
    found.addAll(catchUpAfterPause.problems());
    if (calendar != null) {
      found.addAll(calendar.problems());
    }
    if (!requires.isEmpty() && pointInTime) {
      found.add(new Problem("requires-without-interval", "", "slots with an interval, as requires(…) asks for its data",
          "pointInTime() and requires(…)", ""));
    }
    if (requires.size() > MOST_REQUIRED) {
      found.add(new Problem("too-many-required", "", "at most " + MOST_REQUIRED + " required schedules",
          requires.size() + "", ""));
    }
    var names = new Limits(new Problems());
    requires.stream().limit(MOST_REQUIRED).forEach(each -> {
      if (!names.name("", each.dag(), "") || !names.name("", each.schedule(), "")) {
        found.add(new Problem("bad-name", "", "the id of a DAG and the name of a schedule of it in requires(…)",
            MessageText.text(each.dag()) + " and " + MessageText.text(each.schedule()), ""));
      }
    });
    if (quiet.size() > MOST_QUIET) {
      found.add(new Problem("bad-quiet-window", "", "at most " + MOST_QUIET + " quiet windows", quiet.size() + "", ""));
    }
    quiet.stream().limit(MOST_QUIET).forEach(window -> found.addAll(window.problems()));
    return found;
  }

  private static void limit(String what, @Nullable Duration limit, List<Problem> found) {
    if (limit != null && (limit.compareTo(LEAST_LIMIT) < 0 || limit.compareTo(MOST_LIMIT) > 0)) {
      found.add(new Problem("bad-duration", "", what + " from 1 s to 7 days", DurationText.of(limit), ""));
    }
  }

  static void bound(String what, @Nullable Instant time, List<Problem> found) {
    if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST)
        || !time.truncatedTo(ChronoUnit.SECONDS).equals(time))) {
      found.add(new Problem("bad-bounds", "", "as " + what + " a time of whole seconds in the years 1900 to 8999",
          time.toString(), ""));
    }
  }
}
