package io.tidemill.daemon.e2e;

import io.tidemill.api.Operations;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.run.RunDetail;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The end of a run, awaited by the events of its scheduler.
final class EndedRun {
  /// A bound for what has gone wrong, not for a busy machine.
  private static final long BOUND_MINUTES = 5;

  private EndedRun() {}

  /// Waits until a run has ended.
  ///
  /// @return the run as it ended
  /// @throws IllegalStateException if it has not ended within five minutes, or the scheduler has
  static RunDetail await(Operations operations, String dag, long run) {
    Semaphore changed = new Semaphore(0);
    try (Subscription _ = operations.events().subscribe(event -> changed.release())) {
      RunDetail detail = operations.runs().get(dag, run);
      while (!detail.run().ended()) {
        if (!changed.tryAcquire(BOUND_MINUTES, TimeUnit.MINUTES)) {
          throw new IllegalStateException(
              "Expected run " + dag + "/" + run + " to end, but nothing happened: " + detail);
        }
        changed.drainPermits();
        detail = operations.runs().get(dag, run);
      }
      return detail;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected run " + dag + "/" + run + " to end, but the test was interrupted", e);
    }
  }
}
