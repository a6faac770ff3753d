package io.tidemill.gateway.remote;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// What the tests of this package wait for: everything that agents are told and that the tables take in is a signal, after which
/// whoever waits looks at his condition again. Safe for use by several threads.
final class TestSignals {
  /// A bound for what has gone wrong, not for a busy machine.
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final TestSignals ALL = new TestSignals();

  private long count;

  private TestSignals() {}

  /// Something happened that a test may wait for.
  static void happened() {
    ALL.raise();
  }

  /// Waits until a condition holds that only becomes true before a signal.
  ///
  /// @throws AssertionError if it does not hold within a minute
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND.toNanos();
    long seen = ALL.count();
    while (!condition.getAsBoolean()) {
      seen = ALL.next(seen, end);
    }
  }

  private synchronized void raise() {
    count++;
    notifyAll();
  }

  private synchronized long count() {
    return count;
  }

  private synchronized long next(long seen, long end) {
    try {
      while (count == seen) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("Expected the condition to hold after a signal within " + BOUND);
        }
        wait(left);
      }
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Expected the condition to hold, but the test was interrupted", e);
    }
  }
}
