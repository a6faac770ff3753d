package io.tidemill.agent;

import java.io.IOException;

/// A stored value cannot be read now; it may be later.
final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
