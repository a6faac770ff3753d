package io.tidemill.gateway.remote;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Runs what belongs to one session one after the other, on threads that many sessions share. What waits is bounded by bytes.
final class InOrder {
  private final Executor threads;
  private final long maxBytes;
  private final Queue<Step> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean running;

  private record Step(Runnable action, long bytes) {}

  /// @param maxBytes most that may wait, but for a single step
  InOrder(Executor threads, long maxBytes) {
    this.threads = threads;
    this.maxBytes = maxBytes;
  }

  /// Runs it after everything before.
  ///
  /// @param size bytes it keeps
  /// @return false if too much waits; it will not be run
  boolean run(long size, Runnable action) {
    synchronized (this) {
      if (!waiting.isEmpty() && bytes + size > maxBytes) {
        return false;
      }
      waiting.add(new Step(action, size));
      bytes += size;
      if (running) {
        return true;
      }
      running = true;
    }
    try {
      threads.execute(this::drain);
    } catch (RejectedExecutionException _) {
      // The server closes: so does the session.
    }
    return true;
  }

  private void drain() {
    while (true) {
      Step next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          running = false;
          return;
        }
        bytes -= next.bytes();
      }
      next.action().run();
    }
  }
}
