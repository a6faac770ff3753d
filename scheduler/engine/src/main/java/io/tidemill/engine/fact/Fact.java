package io.tidemill.engine.fact;

/// Something that happened. Facts are the only thing the journal holds; they are sealed by what they are about.
public sealed interface Fact permits RunFact, TaskFact {
  /// Number of the DAG.
  int dag();
}
