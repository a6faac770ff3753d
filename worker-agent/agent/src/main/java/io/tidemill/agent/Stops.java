package io.tidemill.agent;

import io.tidemill.agent.log.AttemptLog;
import io.tidemill.protocol.StopReason;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes attempts end: interrupts the body, after a grace tells in its log where it hangs, at last calls [Halt]. A body that
/// does not end keeps its slot and is never reported as ended.
final class Stops {
  private static final Logger LOG = LoggerFactory.getLogger(Stops.class);
  private static final int MOST_FRAMES = 30;

  private final AgentLimits limits;
  private final ScheduledExecutorService timer;
  private final Halt halt;
  private final Reporter reporter;

  Stops(AgentLimits limits, ScheduledExecutorService timer, Halt halt, Reporter reporter) {
    this.limits = limits;
    this.timer = timer;
    this.halt = halt;
    this.reporter = reporter;
  }

  /// Stops what of a job has not ended.
  void stop(Job job, StopReason reason) {
    for (Attempt each : job.stop(reason, reporter)) {
      // A process of its own is ended by whoever waits for it.
      if (each.stop(reason) && !each.isIsolated()) {
        watch(each);
      }
    }
  }

  /// Keeps an eye on an attempt that was asked to stop.
  void watch(Attempt attempt) {
    try {
      after(limits.stopGrace(), () -> tellStuck(attempt));
      after(limits.haltAfter(), () -> halt(attempt));
    } catch (RejectedExecutionException e) {
      LOG.debug("The agent has closed; nobody watches whether {} stops", describe(attempt));
    }
  }

  private void after(Duration delay, Runnable what) {
    var _ = timer.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tellStuck(Attempt attempt) {
    Thread thread = attempt.thread();
    if (thread == null) {
      return;
    }
    StringBuilder text = new StringBuilder(256);
    text.append("CANCELLING: still running ")
        .append(limits.stopGrace().toMillis())
        .append(" ms after it was interrupted. It keeps its slot; the agent's process is halted ")
        .append(limits.haltAfter().toMillis())
        .append(" ms after the interrupt. A body should end when its thread is"
            + " interrupted or ctx.cancelled() is true. It is here:");
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
      text.append("\n\tat ").append(frames[i]);
    }
    LOG.warn("{} {}", describe(attempt), text);
    AttemptLog log = attempt.openLog();
    if (log != null) {
      log.line("WARN", text.toString());
    }
  }

  private void halt(Attempt attempt) {
    if (attempt.thread() != null) {
      halt.halt("Expected " + describe(attempt) + " to end within " + limits.haltAfter().toMillis()
          + " ms after it was interrupted, but it still runs");
    }
  }

  private static String describe(Attempt attempt) {
    String task = attempt.dag() + "/" + attempt.run() + "/" + attempt.task();
    return "attempt " + attempt.attempt() + " of " + (attempt.shardKey() == null
        ? task
        : task + "[" + attempt.shardKey() + "]");
  }
}
