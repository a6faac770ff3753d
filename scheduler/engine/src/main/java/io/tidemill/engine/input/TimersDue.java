package io.tidemill.engine.input;

/// An instant that the partition waits for has come.
public record TimersDue() implements PartitionInput {}
