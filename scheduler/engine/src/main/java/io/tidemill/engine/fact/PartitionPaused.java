package io.tidemill.engine.fact;

/// The schedules of the DAGs of a partition were paused: of all, or of those with a tag.
///
/// @param tag the tag, empty for all DAGs
/// @param by who asked
/// @param command id of the command, empty where it is not known
public record PartitionPaused(String tag, String by, String command) implements PartitionFact {}
