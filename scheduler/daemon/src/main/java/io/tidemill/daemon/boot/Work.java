package io.tidemill.daemon.boot;

/// How much of the house a verb needs.
public enum Work {
  /// The store only: questions.
  READ,
  /// The scheduler without an agent: orders, but no task runs.
  COMMAND,
  /// Everything: tasks run.
  RUN
}
