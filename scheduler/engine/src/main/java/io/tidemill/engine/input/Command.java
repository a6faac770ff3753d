package io.tidemill.engine.input;

/// What a user asks of one DAG: a value that can be sent to whichever scheduler owns the DAG.
public sealed interface Command
    permits CreateRun, CancelRun, EndedRunCommand, PauseSchedules, ResumeSchedules, CreateBackfill,
    PauseBackfill, ResumeBackfill, CancelBackfill, RecordAssetEvent {
  /// Number of the DAG.
  int dag();

  /// What it asks for, as text: the same for a repetition, and another where the same id comes with something else. What the scheduler adds
  /// (the version that is active, what the tables know) and who asks are no part of it.
  String content();

  /// Whether it asks for a change. The answer to one that only asks for a plan is not kept, and a repetition is answered anew.
  default boolean changes() {
    return true;
  }
}
