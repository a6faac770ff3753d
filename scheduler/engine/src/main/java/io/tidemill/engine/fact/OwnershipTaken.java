package io.tidemill.engine.fact;

/// A scheduler became the owner of the partition. It is the first fact of its epoch.
///
/// @param node name of the scheduler's process
public record OwnershipTaken(String node, long epoch) implements PartitionFact {}
