package io.tidemill.agent;

import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.MissingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A stored value cannot be read: not now, or never.
final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;
  /// Causes that are looked through; a chain may be a circle.
  private static final int MOST_CAUSES = 50;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Whether there is no such value, so that nobody will ever read it.
  boolean isMissing() {
    return getCause() instanceof MissingException;
  }

  /// What becomes of the attempt that needs the value: it is given back where only the reading failed, since that is no fault of
  /// the task.
  FailureReport failure(String what) {
    String message = what + getMessage();
    return getCause() instanceof IOException && !isMissing()
        ? FailureReports.released(message)
        : FailureReports.passing(this, message);
  }

  /// The one that made a body fail, null if none did.
  static @Nullable UnavailableException in(Throwable thrown) {
    try {
      Throwable each = thrown;
      for (int i = 0; each != null && i < MOST_CAUSES; i++) {
        if (each instanceof UnavailableException found) {
          return found;
        }
        each = each.getCause();
      }
    } catch (Throwable _) {
      // It is the user's, and cannot say what caused it.
    }
    return null;
  }
}
