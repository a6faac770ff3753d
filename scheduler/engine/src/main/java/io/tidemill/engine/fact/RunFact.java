package io.tidemill.engine.fact;

/// A fact about a run as a whole.
public sealed interface RunFact extends Fact
    permits RunCreated, CancelRequested, CleanUpStopRequested, RunEnded, RunReopened, RunVersionChanged,
    TasksReset {
  /// Number of the run in its DAG.
  long run();
}
