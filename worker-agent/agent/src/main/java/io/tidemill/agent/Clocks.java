package io.tidemill.agent;

import io.tidemill.agent.isolate.ProcessUsage;
import io.tidemill.protocol.Report;

/// Durations of attempts, by the monotonic clock.
final class Clocks {
  private Clocks() {}

  /// Of an attempt that ends without having started.
  static Report.Timing unstarted(long arrivedNanos) {
    return new Report.Timing(micros(System.nanoTime() - arrivedNanos), 0);
  }

  static Report.Timing ran(long arrivedNanos, long startedNanos, long endedNanos, ProcessUsage usage) {
    return new Report.Timing(micros(startedNanos - arrivedNanos), micros(endedNanos - startedNanos), usage.cpuMicros(),
        usage.peakBytes());
  }

  static long micros(long nanos) {
    return Math.max(0, nanos / 1_000);
  }
}
