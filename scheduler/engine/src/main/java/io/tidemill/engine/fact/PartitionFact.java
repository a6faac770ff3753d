package io.tidemill.engine.fact;

/// A fact about a partition as a whole.
public sealed interface PartitionFact extends Fact permits OwnershipTaken, PartitionPaused,
    PartitionResumed, MaintenancePlanned, MaintenanceBegan, MaintenanceEnded {
  @Override default int dag() {
    return 0;
  }
}
