package io.tidemill.daemon.agent;

/// The scheduler did not answer in the time the agent was given for it. Trying later may succeed.
public final class SchedulerUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SchedulerUnreachableException(String message) {
    super(message, null, false, false);
  }
}
