package io.tidemill.agent;

import io.tidemill.protocol.StopReason;

/// Why an attempt is to end before it is done.
enum StopCause {
  /// Its run or task was cancelled.
  CANCELLED,
  /// It took too long.
  TIMED_OUT,
  /// No scheduler has answered for so long that others may run it.
  CUT_OFF;

  static StopCause of(StopReason reason) {
    return switch (reason) {
      case CANCELLED -> CANCELLED;
      case TIMED_OUT -> TIMED_OUT;
    };
  }
}
