package io.tidemill.protocol;

import java.io.IOException;

/// The scheduler does not have the requested object: neither a retry nor another agent helps.
public final class MissingException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message expectation and finding
  public MissingException(String message) {
    super(message);
  }
}
