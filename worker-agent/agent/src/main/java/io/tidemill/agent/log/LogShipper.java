package io.tidemill.agent.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ships the logs of all attempts of an agent with one thread, a chunk of each in turn, so that none waits for a loud one.
public final class LogShipper {
  private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);

  private static final int ROUNDS = 16;

  private final LogLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LinkedHashSet<AttemptLog> open = new LinkedHashSet<>();
  private @Nullable Thread thread;
  private long shipped;
  private boolean urgent;
  private boolean closed;

  /// Starts no thread before the first log is opened.
  public LogShipper(LogLimits limits) {
    this.limits = limits;
  }

  /// Opens a log whose chunks go to the target.
  public AttemptLog open(ChunkTarget target) {
    AttemptLog log = new AttemptLog(this, limits, target);
    lock.lock();
    try {
      open.add(log);
      if (thread == null) {
        // A thread of the platform: bodies that compute can keep all carriers of virtual threads busy.
        thread = Thread.ofPlatform()
            .name("tidemill-agent-logs")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .start(this::run);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return log;
  }

  /// Waits until all ended logs are shipped, then stops.
  ///
  /// @param quiet gives up when nothing was shipped for so long, and after [ShippingPatience#MOST] times that
  /// @return false if it gave up
  public boolean close(Duration quiet) throws InterruptedException {
    lock.lock();
    try {
      urgent = true;
      changed.signalAll();
      ShippingPatience patience = new ShippingPatience(quiet, shipped, System.nanoTime());
      for (long rest = quiet.toNanos(); !open.isEmpty() && rest > 0; rest = patience.rest(shipped, System.nanoTime())) {
        changed.awaitNanos(rest);
      }
      closed = true;
      changed.signalAll();
      if (!open.isEmpty() && thread != null) {
        thread.interrupt();
      }
      return open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Says that there is something that need not wait for the next flush.
  void wake() {
    lock.lock();
    try {
      urgent = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long flushNanos = limits.flush().toNanos();
    long lastFlush = System.nanoTime();
    try {
      for (List<AttemptLog> logs = await(flushNanos); !logs.isEmpty(); logs = await(flushNanos)) {
        boolean flush = System.nanoTime() - lastFlush >= flushNanos;
        if (flush) {
          lastFlush = System.nanoTime();
        }
        shipAll(logs, flush);
        forget(logs);
      }
    } catch (InterruptedException _) {
      LOG.debug("Logs that were not shipped in time are lost");
    }
  }

  /// Ships round by round. After some rounds those that have opened meanwhile must get their turn.
  private void shipAll(List<AttemptLog> logs, boolean flush) {
    List<AttemptLog> rest = logs;
    for (int round = 0; round < ROUNDS && !rest.isEmpty(); round++) {
      List<AttemptLog> more = new ArrayList<>();
      for (AttemptLog each : rest) {
        byte[] chunk = each.take(flush && round == 0);
        if (chunk != null) {
          ship(each, chunk);
          more.add(each);
        }
      }
      rest = more;
    }
    if (!rest.isEmpty()) {
      wake();
    }
  }

  private void ship(AttemptLog log, byte[] chunk) {
    try {
      log.ship(chunk);
      lock.lock();
      try {
        shipped++;
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException e) {
      LOG.warn("Expected the scheduler to take {} bytes of a log, but it failed; they are lost", chunk.length, e);
    }
  }

  /// Waits for something to do; an empty list means that the agent closes.
  private List<AttemptLog> await(long flushNanos) throws InterruptedException {
    lock.lock();
    try {
      while (open.isEmpty() && !closed) {
        changed.await();
      }
      long rest = flushNanos;
      while (!urgent && !closed && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      urgent = false;
      return closed ? List.of() : List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  private void forget(List<AttemptLog> logs) {
    // Asked before this lock is taken: a log wakes the shipper while it holds its own.
    List<AttemptLog> done = logs.stream().filter(AttemptLog::isDone).toList();
    lock.lock();
    try {
      done.forEach(open::remove);
      if (open.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
