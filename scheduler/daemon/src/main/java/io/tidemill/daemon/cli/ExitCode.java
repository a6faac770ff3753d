package io.tidemill.daemon.cli;

import io.tidemill.api.error.RefusedException;
import io.tidemill.runtime.port.RunStatus;

/// Exit codes of the process.
final class ExitCode {
  static final int GOOD = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int UNREACHABLE = 3;

  private ExitCode() {}

  static int of(RunStatus status) {
    return status == RunStatus.SUCCESS || status == RunStatus.SKIPPED ? GOOD : FAILED;
  }

  static int of(RefusedException.Kind kind) {
    return switch (kind) {
      case INVALID, NOT_FOUND, FORBIDDEN -> BAD_INPUT;
      case CONFLICT -> FAILED;
      case UNAVAILABLE -> UNREACHABLE;
    };
  }
}
