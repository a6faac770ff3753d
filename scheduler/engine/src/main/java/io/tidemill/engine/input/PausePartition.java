package io.tidemill.engine.input;

/// Pause the schedules of all DAGs of a partition, or of those with a tag. Pauses of single DAGs stay beside it.
///
/// @param tag the tag, empty for all DAGs
/// @param by who asks
/// @param command id of the command, which changes nothing when it comes again; empty for none
public record PausePartition(String tag, String by, String command) implements PartitionInput {
  /// One that is never repeated.
  public PausePartition(String tag, String by) {
    this(tag, by, "");
  }
}
