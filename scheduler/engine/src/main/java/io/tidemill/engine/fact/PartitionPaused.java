package io.tidemill.engine.fact;

import java.util.List;

/// The schedules of the DAGs of a partition were paused: of all, or of those with a tag.
///
/// @param tag the tag, empty for all DAGs
/// @param by who asked
/// @param command id of the command, empty where it is not known
/// @param forgotten tags whose pauses are over, and no longer needed
public record PartitionPaused(String tag, String by, String command, List<String> forgotten) implements PartitionFact {
  public PartitionPaused {
    forgotten = List.copyOf(forgotten);
  }
}
