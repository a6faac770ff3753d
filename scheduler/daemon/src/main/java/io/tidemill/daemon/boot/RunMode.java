package io.tidemill.daemon.boot;

/// The parts a verb starts.
public enum RunMode {
  /// The store only: queries.
  READ,
  /// Store and scheduler, without an agent: commands, but no task runs.
  COMMAND,
  /// Store, scheduler and agent: tasks run.
  RUN
}
