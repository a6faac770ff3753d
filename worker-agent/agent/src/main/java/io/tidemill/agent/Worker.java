package io.tidemill.agent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One slot of a pool: runs one attempt after the other.
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
  /// Set under the pool's lock, awaited outside of it.
  private volatile boolean woken;
  private volatile @Nullable Attempt current;
  /// Whether its thread has run attempts: what their bodies have left in thread locals goes with the thread.
  private volatile boolean used;
  private volatile boolean renew;
  /// Whether it stands among the idle workers already. Used by its thread only.
  private boolean waiting;
  /// Whether another thread takes up the waiting. Used by its thread only.
  private boolean handingOver;
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
        if (handingOver) {
          break;
        }
        return;
      }
      Job claimed = job;
      job = null;
      if (claimed != null) {
        run(claimed);
      }
    }
    handingOver = false;
    used = false;
    start();
  }

  /// Gives it another thread if it has nothing to do and the one it has was used: thread locals would keep what bodies have put there,
  /// and with it the classes of their bundle.
  void renewIfIdle() {
    Thread idle = thread;
    if (used && current == null && idle != null && !renew) {
      renew = true;
      LockSupport.unpark(idle);
    }
  }

  boolean isWaiting() {
    return waiting;
  }

  void waiting(boolean value) {
    waiting = value;
  }

  private void run(Job claimed) {
    used = true;
    try {
      runner.run(claimed, shard, attempt, this);
    } catch (RuntimeException | Error e) {
      // The runner reports what it can; what is left is a fault of ours, which must not cost a slot as well.
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

  /// Waits until the pool wakes this worker.
  ///
  /// @return false if it is to go on waiting with another thread
  boolean awaitWoken() {
    while (!woken) {
      if (renew) {
        renew = false;
        handingOver = true;
        return false;
      }
      LockSupport.park(this);
      // An interrupt that came too late for its attempt would keep the thread from parking.
      Thread.interrupted();
    }
    renew = false;
    return true;
  }
}
