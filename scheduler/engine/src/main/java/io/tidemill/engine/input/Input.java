package io.tidemill.engine.input;

/// Something a partition is told or asked, sealed by what it is about.
public sealed interface Input permits PartitionInput, DagInput, TaskReport {
  /// Number of the DAG, 0 where it is about the partition.
  int dag();
}
