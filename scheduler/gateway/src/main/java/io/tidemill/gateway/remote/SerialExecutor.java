package io.tidemill.gateway.remote;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Runs the actions of one session in order, on threads shared by many sessions. Waiting actions are bounded by bytes.
final class SerialExecutor {
  private final Executor threads;
  private final long maxBytes;
  private final Queue<Step> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean running;

  private record Step(Runnable action, long bytes) {}

  /// @param maxBytes maximum bytes that may wait, except for a single action
  SerialExecutor(Executor threads, long maxBytes) {
    this.threads = threads;
    this.maxBytes = maxBytes;
  }

  /// Runs an action after all earlier ones.
  ///
  /// @param size bytes it retains
  /// @return false if too much waits; the action will not run
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
      // The server stops, and the session with it.
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
