package io.tidemill.engine.input;

/// Something that is asked of a run.
public sealed interface RunInput extends Input permits CancelRun, Rerun {
  /// Number of the run in its DAG.
  long run();
}
