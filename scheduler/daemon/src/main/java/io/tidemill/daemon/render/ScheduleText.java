package io.tidemill.daemon.render;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.CalendarNode;
import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A schedule with all its options in one line.
final class ScheduleText {
  private ScheduleText() {}

  static String of(ScheduleNode schedule) {
    List<String> parts = new ArrayList<>();
    parts.add(schedule.text());
    if (schedule.kind() == ScheduleKind.INTERVAL && !schedule.anchor().equals("1970-01-01T00:00:00Z")) {
      parts.add("counted from " + schedule.anchor());
    }
    if (schedule.daylight() != DaylightPolicy.SHIFT) {
      parts.add("daylight " + schedule.daylight());
    }
    if (!schedule.start().isEmpty()) {
      parts.add("from " + schedule.start());
    }
    if (!schedule.end().isEmpty()) {
      parts.add("until " + schedule.end());
    }
    if (schedule.jitterMillis() > 0) {
      parts.add("jitter " + DurationText.of(Duration.ofMillis(schedule.jitterMillis())));
    }
    if (schedule.pointInTime()) {
      parts.add("points in time");
    }
    calendar(schedule.calendar(), parts);
    for (QuietNode quiet : schedule.quiet()) {
      parts.add("quiet " + quiet.from() + " to " + quiet.to()
          + (quiet.weekdays().isEmpty() ? "" : " on " + String.join(" ", quiet.weekdays())));
    }
    LatenessNode lateness = schedule.lateness();
    if (lateness != null && lateness.startMillis() > 0) {
      parts.add("late if not started within " + DurationText.of(Duration.ofMillis(lateness.startMillis())));
    }
    if (lateness != null && lateness.finishMillis() > 0) {
      parts.add("late if not finished within " + DurationText.of(Duration.ofMillis(lateness.finishMillis())));
    }
    parts.add("catch-up " + of(schedule.catchUp()));
    if (schedule.catchUpAfterPause().mode() != CatchUpMode.NONE) {
      parts.add("after a pause " + of(schedule.catchUpAfterPause()));
    }
    return String.join(", ", parts);
  }

  private static void calendar(@Nullable CalendarNode calendar, List<String> parts) {
    if (calendar != null) {
      parts.add("on " + String.join(" ", calendar.weekdays())
          + (calendar.name().isEmpty() ? "" : " of calendar " + calendar.name()) + " without "
          + Text.count(calendar.holidays().size(), "holiday") + ", other days: " + calendar.roll());
    }
  }

  private static String of(CatchUpNode catchUp) {
    return catchUp.mode() == CatchUpMode.ALL
        ? "all within " + DurationText.of(Duration.ofMillis(catchUp.windowMillis())) + ", at most " + catchUp.maxRuns()
            + " runs"
        : catchUp.mode().name().toLowerCase(Locale.ROOT);
  }

  static String of(OverlapNode overlap) {
    return overlap.policy().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + (overlap.limit() > 0 ? " " + overlap.limit() : "");
  }
}
