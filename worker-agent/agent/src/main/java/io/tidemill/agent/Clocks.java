package io.tidemill.agent;

import io.tidemill.protocol.Report;

/// Durations of attempts, by the monotonic clock.
final class Clocks {
  private Clocks() {}

  /// Of an attempt that ends without having started.
  static Report.Timing unstarted(long arrivedNanos) {
    return new Report.Timing(micros(System.nanoTime() - arrivedNanos), 0);
  }

  static Report.Timing ran(long arrivedNanos, long startedNanos, long endedNanos) {
    return new Report.Timing(micros(startedNanos - arrivedNanos), micros(endedNanos - startedNanos));
  }

  static long micros(long nanos) {
    return Math.max(0, nanos / 1_000);
  }
}
