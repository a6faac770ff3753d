package io.tidemill.engine.input;

/// Agents have free slots again.
public record SlotsFreed() implements PartitionInput {}
