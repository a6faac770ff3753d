package io.tidemill.engine.input;

/// Something that concerns all DAGs of a partition.
public sealed interface PartitionInput extends Input permits SlotsFreed, TimersDue, AgentsGone, AgentReturned,
    PausePartition, ResumePartition, PlanMaintenance, EndMaintenance {
  @Override default int dag() {
    return 0;
  }
}
