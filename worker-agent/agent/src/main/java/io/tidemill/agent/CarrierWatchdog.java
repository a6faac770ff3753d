package io.tidemill.agent;

import io.tidemill.dsl.text.DurationText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether virtual threads still run, by running one: bodies that compute without end, or threads they left that do, can hold
/// all the threads that carry virtual ones, and then no other body runs, however free the agent looks.
///
/// It then says so with the bodies that hold them, and doubles the carriers at each look, so that the others go on. Where that does not
/// help either the process ends. Has a platform thread of its own. Time in which the process itself stood still does not count.
final class CarrierWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CarrierWatchdog.class);
  private static final int MOST_NAMED = 5;
  /// Virtual threads that come at one look: each carrier that is made for one makes the next where more waits.
  private static final int MOST_NUDGES = 8;

  private final Supplier<List<Attempt>> running;
  private final Patience patience;
  private final ProcessTerminator processTerminator;
  private final AtomicLong ran = new AtomicLong(System.nanoTime());
  private final Thread thread;
  private boolean told;

  private CarrierWatchdog(Supplier<List<Attempt>> running, Patience patience, ProcessTerminator processTerminator) {
    this.running = running;
    this.patience = patience;
    this.processTerminator = processTerminator;
    thread = Thread.ofPlatform()
        .name("tidemill-agent-carriers")
        .daemon()
        .inheritInheritableThreadLocals(false)
        .unstarted(this::watch);
  }

  /// How long it waits for what.
  ///
  /// @param look between two looks
  /// @param stuck so long without a virtual thread that ran means that all carriers are held
  /// @param halt time after which the process ends if still none runs
  /// @param carriers carriers at most; the JDK's pool has 256 threads at most where it is not told otherwise
  record Patience(Duration look, Duration stuck, Duration halt, int carriers) {
    /// The usual one.
    static Patience until(Duration halt) {
      return new Patience(Duration.ofSeconds(1), Duration.ofSeconds(5), halt, 256);
    }
  }

  /// Starts to watch.
  ///
  /// @param running attempts that run
  static CarrierWatchdog start(Supplier<List<Attempt>> running, Patience patience,
      ProcessTerminator processTerminator) {
    CarrierWatchdog watchdog = new CarrierWatchdog(running, patience, processTerminator);
    watchdog.thread.start();
    return watchdog;
  }

  private void watch() {
    try {
      while (true) {
        long asked = System.nanoTime();
        Thread probe = Thread.ofVirtual().name("tidemill-agent-probe").unstarted(() -> ran.set(System.nanoTime()));
        probe.start();
        Duration waited = Duration.ZERO;
        while (ran.get() - asked < 0) {
          Thread.sleep(patience.look());
          waited = waited.plus(patience.look());
          if (ran.get() - asked < 0) {
            look(waited);
          }
        }
        if (told) {
          told = false;
          LOG.info("Virtual threads run again");
        }
        Thread.sleep(patience.look());
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look(Duration waited) throws InterruptedException {
    if (waited.compareTo(patience.stuck()) < 0) {
      return;
    }
    String why = "no virtual thread has run for " + DurationText.of(waited) + ": " + holders();
    if (waited.compareTo(patience.halt()) > 0) {
      processTerminator.halt(why);
      return;
    }
    if (!told) {
      told = true;
      LOG.error(
          "In this process {}. A body that computes belongs into a task declared cpuBound(), one that may not end into a task"
              + " declared isolated(); threads are added so that the other bodies go on",
          why);
    }
    addCarriers();
  }

  private String holders() {
    List<String> holders = new ArrayList<>();
    for (Attempt each : running.get()) {
      Thread body = each.thread();
      if (body != null && body.isVirtual() && holdsCarrier(body)) {
        String place = each.job().run().code().trace().place(body.getStackTrace());
        holders.add(each.describe() + (place.isEmpty() ? "" : " at " + place));
      }
    }
    int all = holders.size();
    return all == 0
        ? "threads that bodies have left behind compute without end"
        : String.join(", ", holders.subList(0, Math.min(MOST_NAMED, all)))
            + (all > MOST_NAMED ? " and " + (all - MOST_NAMED) + " more hold" : all == 1 ? " holds" : " hold")
            + " the threads that carry virtual ones";
  }

  /// Whether it computes, or waits below a native method, which keeps it from giving back its carrier.
  private static boolean holdsCarrier(Thread body) {
    if (body.getState() == Thread.State.RUNNABLE) {
      return true;
    }
    StackTraceElement[] stack = body.getStackTrace();
    return Arrays.stream(stack).skip(1).anyMatch(StackTraceElement::isNativeMethod);
  }

  /// Lets the pool have twice as many carriers. It makes one only for a virtual thread that comes to an empty queue, and the queue of a
  /// thread that came before is full of what waits: so each comes from a thread of its own, and does nothing.
  private void addCarriers() throws InterruptedException {
    VirtualThreadSchedulerMXBean scheduler = ManagementFactory
        .getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    int now = scheduler == null ? Integer.MAX_VALUE : scheduler.getParallelism();
    if (scheduler == null || now > patience.carriers()) {
      return;
    }
    int more = Math.min(now, patience.carriers() - now);
    if (more > 0) {
      scheduler.setParallelism(now + more);
    }
    for (int i = 0; i < Math.clamp(more, 1, MOST_NUDGES); i++) {
      Thread.ofPlatform()
          .daemon()
          .name("tidemill-agent-nudge")
          .start(() -> Thread.ofVirtual().name("tidemill-agent-nudged").start(() -> {}))
          .join();
    }
  }

  @Override public void close() {
    thread.interrupt();
  }
}
