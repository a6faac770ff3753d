package io.tidemill.console.rest;

import java.time.Duration;

/// Requests that were begun and are not answered yet. Safe for use by several threads.
final class RequestsInFlight {
  private int count;

  synchronized void begin() {
    count++;
  }

  synchronized void end() {
    count--;
    notifyAll();
  }

  /// Waits until all are answered, so long at most.
  synchronized void awaitNone(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toMillis(); count > 0 && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
