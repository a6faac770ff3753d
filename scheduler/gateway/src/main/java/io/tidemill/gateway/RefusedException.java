package io.tidemill.gateway;

/// An agent may not open a session, now or ever; the message is for its operator.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
