package io.tidemill.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A queue of jobs and the workers that empty it: greater priority first, then order of arrival.
///
/// Only one worker is being woken at a time; before it runs what it found, it wakes the next if there is more. So short tasks
/// are run by the few threads that are awake anyway, and long ones still get a thread each.
final class WorkerPool {
  private final int slots;
  private final AttemptRunner runner;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  /// Sorted by priority, greatest first. There are few.
  private final List<Bucket> buckets = new ArrayList<>();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private int size;
  private int queued;
  private boolean waking;
  private boolean closed;

  private record Bucket(int priority, ArrayDeque<Job> jobs) {}

  /// @param slots most attempts that run at a time
  WorkerPool(int slots, AttemptRunner runner, ThreadFactory threads) {
    this.slots = slots;
    this.runner = runner;
    this.threads = threads;
  }

  /// Queues jobs in their order.
  void add(List<Job> jobs) {
    Worker wake;
    lock.lock();
    try {
      for (Job each : jobs) {
        bucket(each.priority()).jobs().addLast(each);
      }
      queued += jobs.size();
      wake = nextToWake();
    } finally {
      lock.unlock();
    }
    wake(wake);
  }

  /// Gives the worker its next attempt; waits until there is one.
  ///
  /// @return false if the thread of the worker shall end: the pool is closed, or another one goes on
  boolean next(Worker worker) {
    while (true) {
      if (worker.isWaiting()) {
        if (!worker.awaitWoken()) {
          return false;
        }
        worker.waiting(false);
      }
      Worker wake = null;
      boolean claimed;
      lock.lock();
      try {
        if (worker.isWoken()) {
          worker.woken(false);
          waking = false;
        }
        claimed = claim(worker);
        if (claimed) {
          wake = nextToWake();
        } else if (closed) {
          size--;
          workers.remove(worker);
          left.signalAll();
          return false;
        } else {
          idle.addLast(worker);
        }
      } finally {
        lock.unlock();
      }
      wake(wake);
      if (claimed) {
        return true;
      }
      worker.waiting(true);
    }
  }

  /// All workers there are.
  Iterable<Worker> workers() {
    return workers;
  }

  /// Takes no more jobs and lets the workers end.
  ///
  /// @return whether all have ended in time
  boolean close(Duration atMost) throws InterruptedException {
    List<Worker> all;
    long rest = atMost.toNanos();
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(idle);
      idle.clear();
      all.forEach(each -> each.woken(true));
    } finally {
      lock.unlock();
    }
    all.forEach(Worker::wake);
    lock.lock();
    try {
      while (size > 0 && rest > 0) {
        rest = left.awaitNanos(rest);
      }
      return size == 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean claim(Worker worker) {
    for (int i = 0; i < buckets.size(); i++) {
      ArrayDeque<Job> jobs = buckets.get(i).jobs();
      for (Job job = jobs.peekFirst(); job != null; job = jobs.peekFirst()) {
        if (job.claim(worker)) {
          if (job instanceof TaskJob) {
            jobs.pollFirst();
            queued--;
          }
          return true;
        }
        jobs.pollFirst();
        queued--;
      }
    }
    return false;
  }

  /// The worker to wake if one should be; a new one has no thread yet.
  private @Nullable Worker nextToWake() {
    if (waking || queued == 0) {
      return null;
    }
    Worker next = idle.pollLast();
    if (next == null) {
      if (size == slots || closed) {
        return null;
      }
      next = new Worker(this, runner, threads);
      workers.add(next);
      size++;
    }
    waking = true;
    next.woken(true);
    return next;
  }

  private static void wake(@Nullable Worker worker) {
    if (worker != null) {
      worker.wake();
    }
  }

  private Bucket bucket(int priority) {
    int at = 0;
    while (at < buckets.size() && buckets.get(at).priority() > priority) {
      at++;
    }
    if (at < buckets.size() && buckets.get(at).priority() == priority) {
      return buckets.get(at);
    }
    buckets.removeIf(each -> each.jobs().isEmpty());
    Bucket made = new Bucket(priority, new ArrayDeque<>());
    int place = 0;
    while (place < buckets.size() && buckets.get(place).priority() > priority) {
      place++;
    }
    buckets.add(place, made);
    return made;
  }
}
