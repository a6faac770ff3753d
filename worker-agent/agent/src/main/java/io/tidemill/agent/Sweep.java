package io.tidemill.agent;

import io.tidemill.protocol.Report;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks over the running attempts from time to time, so that those that end soon cost nothing: tells of those that run on,
/// and passes on how far they are.
final class Sweep implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final List<Lane> lanes;
  private final Reporter reporter;
  private final long startedAfterNanos;

  Sweep(List<Lane> lanes, Reporter reporter, Duration startedAfter) {
    this.lanes = lanes;
    this.reporter = reporter;
    this.startedAfterNanos = startedAfter.toNanos();
  }

  @Override public void run() {
    try {
      long now = System.nanoTime();
      for (Lane lane : lanes) {
        for (Worker worker : lane.workers()) {
          Attempt attempt = worker.current();
          if (attempt != null) {
            look(attempt, now);
          }
        }
      }
    } catch (RuntimeException e) {
      // A sweep that throws would be the last one.
      LOG.warn("Looking over the running attempts failed", e);
    }
  }

  private void look(Attempt attempt, long now) {
    long age = now - attempt.startedNanos();
    if (age >= startedAfterNanos && attempt.job().tellStart()) {
      reporter.add(new Report.Started(attempt.job().key(), Clocks.micros(age)), null);
    }
    attempt.tellProgress();
  }
}
