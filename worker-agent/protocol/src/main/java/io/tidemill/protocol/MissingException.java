package io.tidemill.protocol;

import java.io.IOException;

/// The scheduler has nothing of what was asked for: asking again, or another agent, does not help.
public final class MissingException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message expectation and finding
  public MissingException(String message) {
    super(message);
  }
}
