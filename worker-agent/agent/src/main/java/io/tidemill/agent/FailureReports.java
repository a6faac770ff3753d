package io.tidemill.agent;

import io.tidemill.agent.bundle.StackTraceFilter;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.protocol.FailureReport;
import java.time.Duration;

/// Makes failures as users read them.
final class FailureReports {
  static final int MOST_MESSAGE_CHARS = 8 << 10;
  static final int MOST_STACK_CHARS = 32 << 10;

  private FailureReports() {}

  /// What the user's code threw.
  static FailureReport thrown(Throwable failure, StackTraceFilter trace, TaskCode code) {
    try {
      FailureVerdict verdict = judge(failure, code);
      Duration after = verdict.after();
      return new FailureReport(FailureReport.Kind.FAILED, failure.getClass().getName(),
          StackTraceFilter.capped(message(failure), MOST_MESSAGE_CHARS), trace.place(failure),
          trace.text(failure, MOST_STACK_CHARS), verdict.retryable(), after == null ? -1 : after.toMillis());
    } catch (StackOverflowError | OutOfMemoryError e) {
      // Telling it exactly takes what has just run out.
      return new FailureReport(FailureReport.Kind.FAILED, failure.getClass().getName(), "", "", "", true, -1);
    }
  }

  private static String message(Throwable failure) {
    String own = StackTraceFilter.message(failure);
    return failure instanceof OutOfMemoryError
        ? "Out of memory: " + own
            + "; give the process it ran in more of it, or let the task need less. A task declared"
            + " isolated() has a process of its own"
        : own;
  }

  private static FailureVerdict judge(Throwable failure, TaskCode code) {
    try {
      return code.judge(failure);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(new IllegalStateException("The retry policy failed while it judged this failure", e));
      return new FailureVerdict(true, null);
    }
  }

  /// Something is wrong that no further attempt can change.
  static FailureReport permanent(String type, String message) {
    return plain(FailureReport.Kind.FAILED, type, message, false);
  }

  /// Something outside of the user's code is wrong now.
  static FailureReport passing(Throwable failure, String message) {
    return plain(FailureReport.Kind.FAILED, failure.getClass().getName(), message, true);
  }

  /// Something that an attempt needs cannot be read.
  ///
  /// @param what it is, with a colon and a space
  static FailureReport unread(Exception why, String what) {
    return why instanceof UnavailableException unavailable
        ? unavailable.failure(what)
        : passing(why, what + why.getMessage());
  }

  /// The attempt was stopped.
  static FailureReport stopped(StopCause cause, boolean started) {
    String when = started ? "while it ran" : "before it started";
    return switch (cause) {
      case CANCELLED -> plain(FailureReport.Kind.CANCELLED, "", "Cancelled " + when, true);
      case TIMED_OUT -> plain(FailureReport.Kind.TIMED_OUT, "", "Stopped " + when + ", because it took too long", true);
      case CUT_OFF ->
        plain(FailureReport.Kind.LOST, "", "Stopped " + when + ", because no scheduler answered its agent", true);
    };
  }

  /// The attempt was given back, for a reason that lies with this agent, or between it and its scheduler: it costs the task nothing,
  /// and another agent may take it.
  static FailureReport released(String message) {
    return plain(FailureReport.Kind.RELEASED, "", message, true);
  }

  private static FailureReport plain(FailureReport.Kind kind, String type, String message, boolean retryable) {
    return new FailureReport(kind, type, StackTraceFilter.capped(message, MOST_MESSAGE_CHARS), "", "", retryable, -1);
  }
}
