package io.tidemill.runtime;

/// It is not known what became of a request; send it again, with the same key where it has one.
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OutcomeUnknownException(String message) {
    super(message);
  }
}
