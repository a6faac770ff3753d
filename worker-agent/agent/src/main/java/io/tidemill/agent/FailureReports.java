package io.tidemill.agent;

import io.tidemill.agent.bundle.CapturedThrowable;
import io.tidemill.agent.bundle.StackTraceFilter;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.protocol.FailureReport;
import java.time.Duration;

/// Makes failures as users read them.
final class FailureReports {
  static final int MOST_MESSAGE_CHARS = 8 << 10;
  static final int MOST_STACK_CHARS = 32 << 10;

  private FailureReports() {}

  /// What the user's code threw. Asks its exception and its retry policy, so it is called while the attempt can still be stopped.
  static FailureReport thrown(Throwable failure, StackTraceFilter trace, TaskCode code) {
    try {
      FailureVerdict verdict = judge(failure, code);
      CapturedThrowable captured = CapturedThrowable.of(failure);
      return new FailureReport(FailureReport.Kind.FAILED, captured.type(),
          StackTraceFilter.capped(message(failure, captured), MOST_MESSAGE_CHARS), trace.place(captured),
          trace.text(captured, MOST_STACK_CHARS), verdict.retryable(), verdict.afterMillis());
    } catch (Throwable _) {
      // Telling it exactly takes what has just run out.
      return new FailureReport(FailureReport.Kind.FAILED, failure.getClass().getName(), "", "", "", true, -1);
    }
  }

  private static String message(Throwable failure, CapturedThrowable captured) {
    return failure instanceof OutOfMemoryError
        ? "Out of memory: " + captured.message()
            + "; give the process it ran in more of it, or let the task need less. A task declared"
            + " isolated() has a process of its own"
        : captured.message();
  }

  private static FailureVerdict judge(Throwable failure, TaskCode code) {
    try {
      return code.judge(failure);
    } catch (Throwable e) {
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

  /// The attempt was stopped before its body began.
  static FailureReport unstarted(StopCause cause) {
    return plain(cause.kind(), "", "Stopped before it started, " + cause.reason(), true);
  }

  /// The attempt was stopped while its body ran.
  ///
  /// @param cause why
  static FailureReport stopped(Attempt attempt, StopCause cause, StackTraceFilter trace) {
    StackTraceElement[] stood = attempt.stoodAt();
    String place = trace.place(stood);
    StringBuilder message = new StringBuilder("Stopped while it ran, ").append(cause.reason());
    if (cause == StopCause.OVER_LIMIT) {
      message.append(": attemptTimeout is ").append(DurationText.of(Duration.ofMillis(attempt.limitMillis())));
    }
    if (cause.kind() == FailureReport.Kind.TIMED_OUT && stood.length > 0) {
      message.append(place.isEmpty() ? "; its stack tells where it stood then" : "; it stood at " + place + " then");
    }
    return cause.kind() == FailureReport.Kind.TIMED_OUT
        ? new FailureReport(cause.kind(), "", message.toString(), place, trace.text(stood, MOST_STACK_CHARS), true, -1)
        : plain(cause.kind(), "", message.toString(), true);
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
