package io.tidemill.gateway;

/// A request of an agent is refused, and retrying does not help; the message is for its operator.
public final class SessionRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SessionRefusedException(String message) {
    super(message);
  }
}
