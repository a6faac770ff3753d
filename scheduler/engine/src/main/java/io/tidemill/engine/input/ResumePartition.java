package io.tidemill.engine.input;

/// End a pause of all DAGs of a partition, or of those with a tag. DAGs that are also paused otherwise stay so.
///
/// @param tag the tag, empty for all DAGs
/// @param by who asks
/// @param command id of the command, which changes nothing when it comes again; empty for none
public record ResumePartition(String tag, String by, String command) implements PartitionInput {
  /// One that is never repeated.
  public ResumePartition(String tag, String by) {
    this(tag, by, "");
  }
}
