package io.tidemill.runtime.port;

/// The store did not say whether it did what it was asked: it may have, or not. Read back before going on.
public class UnknownOutcomeException extends Exception {
  private static final long serialVersionUID = 1;

  public UnknownOutcomeException(String message, Throwable cause) {
    super(message, cause);
  }
}
