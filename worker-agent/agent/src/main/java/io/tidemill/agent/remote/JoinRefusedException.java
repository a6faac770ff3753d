package io.tidemill.agent.remote;

import java.io.IOException;

/// The scheduler does not let the agent join, and would not if it were asked again. The message says why and what to do.
public final class JoinRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  JoinRefusedException(String message) {
    super(message);
  }
}
