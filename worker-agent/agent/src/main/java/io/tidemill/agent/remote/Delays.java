package io.tidemill.agent.remote;

import java.time.Duration;

/// Does something later, unless the agent has left its schedulers by then.
@FunctionalInterface
interface Delays {
  /// @param action must not block
  void after(Runnable action, Duration pause);
}
