package io.tidemill.agent;

import io.tidemill.protocol.Report;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks over the running attempts from time to time, so that those that end soon cost nothing: tells of those that run on,
/// passes on how far they are, and looks for what ended ones have left: threads, thread locals, code.
final class AttemptMonitor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptMonitor.class);

  private static final long LEAK_NANOS = Duration.ofSeconds(10).toNanos();

  private final List<WorkerPool> pools;
  private final Reporter reporter;
  private final long startedAfterNanos;
  private final RetiredBundles retired;
  private final LeakedThreads leaked = new LeakedThreads();
  private long lastLeakNanos = System.nanoTime();

  AttemptMonitor(List<WorkerPool> pools, Reporter reporter, Duration startedAfter, RetiredBundles retired) {
    this.retired = retired;
    this.pools = pools;
    this.reporter = reporter;
    this.startedAfterNanos = startedAfter.toNanos();
  }

  @Override public void run() {
    try {
      long now = System.nanoTime();
      for (WorkerPool workerPool : pools) {
        for (Worker worker : workerPool.workers()) {
          Attempt attempt = worker.current();
          if (attempt != null) {
            look(attempt, now);
          }
        }
      }
      if (now - lastLeakNanos >= LEAK_NANOS) {
        lastLeakNanos = now;
        lookForLeaks();
      }
    } catch (RuntimeException e) {
      // A sweep that throws would be the last one.
      LOG.warn("Looking over the running attempts failed", e);
    }
  }

  private void lookForLeaks() {
    Set<ClassLoader> busy = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Thread> own = new HashSet<>();
    for (WorkerPool workerPool : pools) {
      for (Worker worker : workerPool.workers()) {
        Attempt attempt = worker.current();
        if (attempt != null) {
          busy.add(attempt.job().run().code().loader());
        }
        worker.renewIfIdle();
        Thread thread = worker.thread();
        if (thread != null) {
          own.add(thread);
        }
      }
    }
    leaked.look(busy, own);
    retired.look(busy);
  }

  private void look(Attempt attempt, long now) {
    long age = now - attempt.startedNanos();
    if (attempt.hasBegun() && age >= startedAfterNanos && attempt.job().tellStart()) {
      reporter.add(new Report.Started(attempt.job().key(), Clocks.micros(age)), null);
    }
    attempt.tellProgress();
  }
}
