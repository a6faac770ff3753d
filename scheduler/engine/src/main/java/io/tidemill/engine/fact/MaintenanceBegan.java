package io.tidemill.engine.fact;

/// A maintenance window lasts from now on: its time came.
///
/// @param window its id
public record MaintenanceBegan(String window) implements PartitionFact {}
