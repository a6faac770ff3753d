package io.tidemill.agent.remote;

import java.io.IOException;

/// A scheduler says that the agent may not do that. Another scheduler, which knows more of its work, may let it.
final class DeniedException extends IOException {
  private static final long serialVersionUID = 1;

  DeniedException(String message) {
    super(message);
  }
}
