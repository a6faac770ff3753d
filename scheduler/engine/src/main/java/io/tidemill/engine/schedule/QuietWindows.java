package io.tidemill.engine.schedule;

import io.tidemill.dsl.graph.QuietNode;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/// The quiet windows of a schedule, on the clocks of its zone.
final class QuietWindows {
  private final List<Window> windows;

  /// @param daily true: `from` and `to` are seconds of a day; false: seconds since 1970, on the clocks of the zone
  /// @param weekdays bits 1 (Monday) to 7
  private record Window(boolean daily, long from, long to, int weekdays) {
    boolean contains(long local) {
      if (!daily) {
        return local >= from && local < to;
      }
      long day = Math.floorDiv(local, (long) LocalTimes.DAY);
      long time = Math.floorMod(local, (long) LocalTimes.DAY);
      if (from < to) {
        return time >= from && time < to && begins(day);
      }
      return time >= from ? begins(day) : time < to && begins(day - 1);
    }

    private boolean begins(long day) {
      int weekday = (int) Math.floorMod(day + 3, 7L) + 1; // 1970-01-01 was a Thursday
      return (weekdays >>> weekday & 1) == 1;
    }
  }

  QuietWindows(List<QuietNode> nodes) {
    this.windows = nodes.stream().map(QuietWindows::window).toList();
  }

  /// @param local seconds since 1970 on the clocks of the zone
  boolean contain(long local) {
    for (Window window : windows) {
      if (window.contains(local)) {
        return true;
      }
    }
    return false;
  }

  private static Window window(QuietNode node) {
    if (node.from().indexOf('T') >= 0) {
      return new Window(false, LocalDateTime.parse(node.from()).toEpochSecond(ZoneOffset.UTC),
          LocalDateTime.parse(node.to()).toEpochSecond(ZoneOffset.UTC), 0);
    }
    int weekdays = 0;
    for (DayOfWeek day : DayOfWeek.values()) {
      if (node.weekdays().isEmpty() || node.weekdays().contains(day.name().substring(0, 3))) {
        weekdays |= 1 << day.getValue();
      }
    }
    return new Window(true, LocalTime.parse(node.from()).toSecondOfDay(), LocalTime.parse(node.to()).toSecondOfDay(),
        weekdays);
  }
}
