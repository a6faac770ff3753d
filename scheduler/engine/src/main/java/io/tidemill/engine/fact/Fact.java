package io.tidemill.engine.fact;

/// Something that happened to a run. Facts are the only thing the journal holds.
public sealed interface Fact permits RunCreated, CancelRequested, RunEnded, RunReopened, TasksReset, TaskFact {
  /// Number of the DAG.
  int dag();

  /// Number of the run in its DAG.
  long run();
}
