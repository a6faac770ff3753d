package io.tidemill.engine.state;

import java.util.Comparator;

/// An instant at which a run or a task must be looked at again.
///
/// @param at milliseconds since 1970
/// @param task index of the task, -1 for the run as a whole
public record Timer(long at, int dag, long run, int task) implements Comparable<Timer> {
  private static final Comparator<Timer> ORDER = Comparator.comparingLong(Timer::at)
      .thenComparingInt(Timer::dag)
      .thenComparingLong(Timer::run)
      .thenComparingInt(Timer::task);

  @Override public int compareTo(Timer other) {
    return ORDER.compare(this, other);
  }
}
