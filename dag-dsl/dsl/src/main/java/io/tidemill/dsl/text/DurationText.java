package io.tidemill.dsl.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A duration as people read it: `4 s`, `250 ms`, `1 min 30 s`, `2 h`, `7 d 12 h`. Exact to the millisecond; below one, in nanoseconds.
public final class DurationText {
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

  private DurationText() {}

  /// The text of a duration; `0 s` for none.
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      // The least duration has no opposite.
      return "-" + of(duration.getSeconds() == Long.MIN_VALUE ? LONGEST : duration.negated());
    }
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDaysPart(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "min");
    add(parts, duration.toSecondsPart(), "s");
    add(parts, duration.toMillisPart(), "ms");
    if (parts.isEmpty()) {
      return duration.isZero() ? "0 s" : duration.toNanos() + " ns";
    }
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }
}
