package io.tidemill.daemon.agent;

/// The scheduler did not answer within the timeout of the agent. Trying later may succeed.
public final class SchedulerUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SchedulerUnreachableException(String message) {
    super(message, null, false, false);
  }
}
