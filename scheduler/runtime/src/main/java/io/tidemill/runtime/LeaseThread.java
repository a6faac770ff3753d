package io.tidemill.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the lease of a node as long as its loops make progress: what one that hangs owns must go to another scheduler.
final class LeaseThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseThread.class);
  /// A loop that is at one partition for so long makes no progress.
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(4);
  /// A loop that is for so long will not come back.
  private static final long HOPELESS_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final SchedulerNode node;
  private final LongSupplier busyNanos;
  private final Consumer<Throwable> halt;
  private volatile boolean ended;

  /// @param busyNanos for how long the loop that is longest at one partition is there, in nanoseconds
  /// @param halt ends the process
  LeaseThread(SchedulerNode node, LongSupplier busyNanos, Consumer<Throwable> halt) {
    super("tidemill-lease");
    setDaemon(true);
    this.node = node;
    this.busyNanos = busyNanos;
    this.halt = halt;
  }

  @Override public void run() {
    try {
      while (!ended) {
        step();
        if (!ended) {
          LockSupport.parkNanos(this, NodeLease.RENEWAL.toNanos());
        }
      }
    } catch (Throwable e) {
      halt.accept(e);
    }
  }

  /// Renews it once, if the loops make progress.
  ///
  /// @throws IllegalStateException if one will not come back
  void step() {
    long busy = busyNanos.getAsLong();
    if (busy > HOPELESS_NANOS) {
      throw new IllegalStateException("Expected a turn of a partition to take milliseconds, but one lasts for "
          + TimeUnit.NANOSECONDS.toSeconds(busy) + " s");
    }
    if (busy < STUCK_NANOS) {
      node.renewLease(System.currentTimeMillis());
    } else {
      LOG.warn("A turn of a partition lasts for {} s; the lease of this scheduler is not renewed as long as it does",
          TimeUnit.NANOSECONDS.toSeconds(busy));
    }
  }

  /// Renews it no more.
  void end() {
    ended = true;
  }
}
