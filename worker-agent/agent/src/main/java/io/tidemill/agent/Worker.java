package io.tidemill.agent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One slot of a lane: runs one attempt after the other.
///
/// Its thread serves many attempts, since a new one for each would cost as much as a small task. After a while it is replaced
/// all the same, so that what bodies leave in thread locals does not stay for ever.
final class Worker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int ATTEMPTS_PER_THREAD = 1_000;

  private final WorkerPool workerPool;
  private final AttemptRunner runner;
  private final ThreadFactory threads;
  private volatile @Nullable Thread thread;
  /// Set under the lane's lock, awaited outside of it.
  private volatile boolean woken;
  private volatile @Nullable Attempt current;
  private @Nullable Job job;
  private int shard;
  private int attempt;

  Worker(WorkerPool workerPool, AttemptRunner runner, ThreadFactory threads) {
    this.workerPool = workerPool;
    this.runner = runner;
    this.threads = threads;
  }

  /// Starts the thread of this worker.
  void start() {
    Thread started = threads.newThread(this);
    thread = started;
    started.start();
  }

  @Override public void run() {
    for (int served = 0; served < ATTEMPTS_PER_THREAD; served++) {
      if (!workerPool.next(this)) {
        return;
      }
      Job claimed = job;
      job = null;
      if (claimed != null) {
        run(claimed);
      }
    }
    start();
  }

  private void run(Job claimed) {
    try {
      runner.run(claimed, shard, attempt, this);
    } catch (RuntimeException | Error e) {
      // Whatever a body throws is reported; this is a fault of ours, which must not cost a slot as well.
      current = null;
      LOG.error("Expected to report how attempt {} ended, but the agent itself failed", claimed.key(), e);
    }
  }

  /// Notes what to run next.
  void claimed(Job next, int shardIndex, int attemptNumber) {
    job = next;
    shard = shardIndex;
    attempt = attemptNumber;
  }

  /// The attempt that runs now, null if none does.
  @Nullable Attempt current() {
    return current;
  }

  void current(@Nullable Attempt running) {
    current = running;
  }

  /// The thread that serves now, null before the first.
  @Nullable Thread thread() {
    return thread;
  }

  boolean isWoken() {
    return woken;
  }

  void woken(boolean value) {
    woken = value;
  }

  /// Makes the thread look at what it was woken for; the first time, starts it.
  void wake() {
    Thread waiting = thread;
    if (waiting == null) {
      start();
    } else {
      LockSupport.unpark(waiting);
    }
  }

  /// Waits until the lane wakes this worker.
  void awaitWoken() {
    while (!woken) {
      LockSupport.park(this);
      // An interrupt that came too late for its attempt would keep the thread from parking.
      Thread.interrupted();
    }
  }
}
