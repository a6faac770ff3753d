package io.tidemill.gateway;

/// An agent may not do what it asked for, now or ever; the message is for its operator.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }
}
