package io.tidemill.agent;

import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.StopReason;

/// Why an attempt is to end before it is done.
enum StopCause {
  /// Its run or task was cancelled.
  CANCELLED(FailureReport.Kind.CANCELLED, "because it was cancelled"),
  /// A limit that its scheduler watches is over.
  TIMED_OUT(FailureReport.Kind.TIMED_OUT,
      "because a time limit that its scheduler watches is over"),
  /// Its body ran longer than an attempt may.
  OVER_LIMIT(FailureReport.Kind.TIMED_OUT, "because it took too long"),
  /// No scheduler has answered for so long that others may run it.
  CUT_OFF(FailureReport.Kind.LOST, "because no scheduler answered its agent");

  private final FailureReport.Kind kind;
  private final String reason;

  StopCause(FailureReport.Kind kind, String reason) {
    this.kind = kind;
    this.reason = reason;
  }

  /// How an attempt ends that is stopped for it.
  FailureReport.Kind kind() {
    return kind;
  }

  /// A clause for messages.
  String reason() {
    return reason;
  }

  static StopCause of(StopReason reason) {
    return switch (reason) {
      case CANCELLED -> CANCELLED;
      case TIMED_OUT -> TIMED_OUT;
    };
  }
}
