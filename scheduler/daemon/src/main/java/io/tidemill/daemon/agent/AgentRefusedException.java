package io.tidemill.daemon.agent;

/// The agent cannot serve as configured, and retrying does not help. The message states expectation, finding and remedy.
public final class AgentRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AgentRefusedException(@org.jspecify.annotations.Nullable String message) {
    super(message, null, false, false);
  }
}
