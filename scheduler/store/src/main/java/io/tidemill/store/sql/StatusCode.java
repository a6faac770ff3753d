package io.tidemill.store.sql;

import io.tidemill.runtime.port.RunStatus;

/// The numbers that stand for states of runs in tables. Never change one.
public final class StatusCode {
  private StatusCode() {}

  /// The number of a state.
  public static short of(RunStatus status) {
    return switch (status) {
      case RUNNING -> 0;
      case CANCELLING -> 1;
      case SUCCESS -> 2;
      case FAILED -> 3;
      case CANCELLED -> 4;
      case SKIPPED -> 5;
    };
  }

  /// The state of a number.
  static RunStatus status(int code) {
    return switch (code) {
      case 0 -> RunStatus.RUNNING;
      case 1 -> RunStatus.CANCELLING;
      case 2 -> RunStatus.SUCCESS;
      case 3 -> RunStatus.FAILED;
      case 4 -> RunStatus.CANCELLED;
      case 5 -> RunStatus.SKIPPED;
      default -> throw new IllegalStateException(
          "Expected a run status from 0 to 5, but found " + code + "; the tables were written by a newer program");
    };
  }
}
