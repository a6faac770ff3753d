package io.tidemill.agent;

import io.tidemill.protocol.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run as its attempts need it: code and parameters, once they are there. Safe for use by several threads.
final class BundleRun {
  private @Nullable List<Job> waiting;
  private @Nullable Consumer<List<Job>> waitingFor;
  private volatile @Nullable DagCode code;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Object params;
  private volatile @Nullable Supplier<Prepared> preparing;
  private volatile @Nullable FailureReport failure;
  private volatile boolean known;

  /// Hands the job to the queue once the run is ready or has failed, at once if it is; all jobs that waited together, in their
  /// order, so that the queue sees their priorities before any starts.
  synchronized void whenKnown(Job job, Consumer<List<Job>> queue) {
    if (known) {
      queue.accept(List.of(job));
    } else {
      if (waiting == null) {
        waiting = new ArrayList<>();
      }
      waiting.add(job);
      waitingFor = queue;
    }
  }

  /// Whether the run is ready or has failed, and all jobs that waited were handed over.
  boolean isKnown() {
    return known;
  }

  /// Parameters as the bodies see them, or why there are none.
  record Prepared(@Nullable Object params, @Nullable FailureReport failure) {}

  /// @param params makes the parameters; runs user code, so the first attempt does it in its own thread
  synchronized void ready(DagCode dagCode, Supplier<Prepared> params) {
    code = dagCode;
    preparing = params;
    handOver();
  }

  /// Makes the parameters if nobody did yet.
  ///
  /// @return why there are none, null if there are
  /// @throws InterruptedException if another attempt makes them, and this one is stopped meanwhile
  @Nullable FailureReport prepare() throws InterruptedException {
    if (known && preparing == null) {
      return null;
    }
    // Not under the monitor: a constructor that hangs must not stop those who only ask whether the run is known.
    lock.lockInterruptibly();
    try {
      Supplier<Prepared> open = preparing;
      if (open != null) {
        Prepared made = open.get();
        if (made.failure() != null) {
          return made.failure();
        }
        params = made.params();
        preparing = null;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  synchronized void failed(FailureReport why) {
    failure = why;
    handOver();
  }

  private void handOver() {
    List<Job> jobs = waiting;
    Consumer<List<Job>> queue = waitingFor;
    waiting = null;
    waitingFor = null;
    if (jobs != null && queue != null) {
      queue.accept(jobs);
    }
    known = true;
  }

  /// Why the run cannot be run here, null if it can.
  @Nullable FailureReport failure() {
    return failure;
  }

  /// The code; only where [#failure] is null.
  DagCode code() {
    DagCode there = code;
    if (there == null) {
      throw new IllegalStateException("Expected a run that is ready");
    }
    return there;
  }

  /// The task in its DAG, null as long as the code is not there, and if there is none of that id.
  DagCode.@Nullable Entry task(String id) {
    DagCode there = code;
    return there == null ? null : there.task(id);
  }

  /// The parameters; only after [#prepare].
  @Nullable Object params() {
    return params;
  }
}
