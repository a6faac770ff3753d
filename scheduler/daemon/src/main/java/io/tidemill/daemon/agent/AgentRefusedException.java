package io.tidemill.daemon.agent;

/// The agent cannot serve as it was told to, and could not if it tried again. The message tells expectation, finding and remedy.
public final class AgentRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AgentRefusedException(@org.jspecify.annotations.Nullable String message) {
    super(message, null, false, false);
  }
}
