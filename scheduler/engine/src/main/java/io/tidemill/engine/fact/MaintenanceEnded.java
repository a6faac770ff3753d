package io.tidemill.engine.fact;

/// A maintenance window is over, since its time is or since somebody ended it early or called it off.
///
/// @param window its id
/// @param by who ended it, empty where its time did
public record MaintenanceEnded(String window, String by) implements PartitionFact {}
