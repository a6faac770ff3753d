package io.tidemill.dsl;

import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/// A fixed interval of elapsed time; daylight saving does not move it. Immutable.
public final class Every implements Schedule {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(365);

  private final Duration interval;

  private Every(Duration interval) {
    this.interval = interval;
  }

  /// Every so often.
  ///
  /// @param interval whole seconds, 1 s to 365 days
  public static Every of(Duration interval) {
    return new Every(Objects.requireNonNull(interval, "interval"));
  }

  @Override public ScheduleNode node() {
    return new ScheduleNode("interval", interval.toString(), "");
  }

  @Override public List<Problem> problems() {
    return interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0
        || !interval.truncatedTo(ChronoUnit.SECONDS).equals(interval)
            ? List.of(
                new Problem("bad-interval", "", "an interval of whole seconds, 1 s to 365 days", interval.toString(),
                    ""))
            : List.of();
  }

  @Override public String toString() {
    return "every " + interval;
  }
}
