package io.tidemill.agent;

import io.tidemill.agent.log.AttemptLog;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.protocol.StopReason;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes attempts end: interrupts the body, after a grace tells in its log where it hangs and lets the agent drain, at last calls
/// [ProcessTerminator]. A body that does not end keeps its slot and is never reported as ended. What else runs has its chance to end
/// meanwhile, and if the body ends after all, the agent takes work again.
///
/// The bodies of isolated tasks run in processes of their own, which are killed; nothing is drained or halted for them. Whoever
/// waits for such a process does that; only when the agent is cut off it is done here, since then the time is not its own.
final class AttemptStopper {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptStopper.class);
  private static final int MOST_FRAMES = 30;
  /// How long the halt waits for what was reported to be acknowledged.
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final AgentLimits limits;
  private final ScheduledExecutorService timer;
  private final ProcessTerminator processTerminator;
  private final Reporter reporter;
  private final AdmissionState admissionState;

  AttemptStopper(AgentLimits limits, ScheduledExecutorService timer, ProcessTerminator processTerminator,
      Reporter reporter, AdmissionState admissionState) {
    this.limits = limits;
    this.timer = timer;
    this.processTerminator = processTerminator;
    this.reporter = reporter;
    this.admissionState = admissionState;
  }

  /// Stops what of a job has not ended.
  void stop(Job job, StopReason reason) {
    StopCause cause = StopCause.of(reason);
    for (Attempt each : job.stop(cause, reporter)) {
      if (each.stop(cause)) {
        watch(each);
      }
    }
  }

  /// Stops an attempt once its body has run for as long as its task allows, from now on. The agent measures that, since nobody else
  /// knows when a body begins.
  ///
  /// @return to be called when the body has ended
  Runnable limit(Attempt attempt) {
    long millis = attempt.limitMillis();
    if (millis == 0) {
      return () -> {};
    }
    try {
      Future<?> due = timer.schedule(() -> overLimit(attempt), millis, TimeUnit.MILLISECONDS);
      return () -> due.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.debug("The agent has closed; nobody watches how long {} runs", attempt.describe());
      return () -> {};
    }
  }

  private void overLimit(Attempt attempt) {
    if (attempt.stop(StopCause.OVER_LIMIT)) {
      watch(attempt);
    }
  }

  /// Keeps an eye on an attempt that was asked to stop.
  void watch(Attempt attempt) {
    if (attempt.isIsolated()) {
      // Its process is ended by whoever waits for it.
      return;
    }
    after(limits.stopGrace(), attempt, this::stuck);
    after(limits.haltAfter(), attempt, this::halt);
  }

  /// Keeps an eye on an attempt that was asked to stop because the agent is cut off: it must end soon, or the process does. If it
  /// was cancelled before, it may have been granted more time than is left now.
  void watchCutOff(Attempt attempt) {
    after(limits.cutOffGrace(), attempt, attempt.isIsolated() ? Attempt::kill : this::haltCutOff);
  }

  private void after(Duration delay, Attempt attempt, Consumer<Attempt> what) {
    try {
      var _ = timer.schedule(() -> what.accept(attempt), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The agent has closed; nobody watches whether {} stops", attempt.describe());
    }
  }

  private void stuck(Attempt attempt) {
    if (attempt.thread() != null) {
      tellStuck(attempt);
      admissionState.stuck(attempt);
      attempt.whenLeft(() -> admissionState.ended(attempt));
    }
  }

  private void tellStuck(Attempt attempt) {
    Thread thread = attempt.thread();
    if (thread == null) {
      return;
    }
    StringBuilder text = new StringBuilder(256);
    text.append("CANCELLING: still running ")
        .append(DurationText.of(limits.stopGrace()))
        .append(
            " after it was interrupted. It keeps its slot; the agent takes nothing new, and its process is halted ")
        .append(DurationText.of(limits.haltAfter()))
        .append(" after the interrupt. A body should end when its thread is"
            + " interrupted or ctx.cancelled() is true. It is here:");
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
      text.append("\n\tat ").append(frames[i]);
    }
    LOG.warn("{} {}", attempt.describe(), text);
    AttemptLog log = attempt.openLog();
    if (log != null) {
      log.line("WARN", text.toString());
    }
  }

  private void halt(Attempt attempt) {
    if (attempt.thread() == null) {
      return;
    }
    try {
      // What has ended meanwhile is worth more as a result than as a line of the journal.
      reporter.settle(LAST_WORDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    if (attempt.thread() != null) {
      processTerminator.halt("Expected " + attempt.describe() + " to end within " + DurationText.of(limits.haltAfter())
          + " after it was interrupted, but it still runs");
    }
  }

  private void haltCutOff(Attempt attempt) {
    if (attempt.thread() != null) {
      processTerminator
          .halt("Expected " + attempt.describe() + " to end within " + DurationText.of(limits.cutOffGrace())
              + " after no scheduler answered, but it still runs and may have been given to others");
    }
  }
}
