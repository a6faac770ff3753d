package io.tidemill.engine.fact;

/// Something that happened. Facts are the only thing the journal holds; they are sealed by what they are about.
public sealed interface Fact permits PartitionFact, DagFact, RunFact, TaskFact {
  /// Number of the DAG, 0 where it is about the partition.
  int dag();
}
