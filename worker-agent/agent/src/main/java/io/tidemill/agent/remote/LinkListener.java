package io.tidemill.agent.remote;

/// Wants to know how the session with the scheduler goes. Called by any thread; must not block.
@FunctionalInterface
public interface LinkListener {
  /// The scheduler will never take this agent: a wrong credential, a version that is too old or too new, a name that another
  /// agent has. The link does not connect again.
  ///
  /// @param why reason for its operator
  void refused(String why);

  /// A session is open.
  default void connected() {
    // Whoever wants to know only the end.
  }

  /// A session has ended or could not begin. The link tries again by itself.
  default void interrupted(String why) {
    // Whoever wants to know only the end.
  }
}
