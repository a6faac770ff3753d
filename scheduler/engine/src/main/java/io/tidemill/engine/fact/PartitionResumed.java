package io.tidemill.engine.fact;

/// A pause of the DAGs of a partition ended. DAGs that are also paused otherwise stay so.
///
/// @param tag the tag, empty for all DAGs
/// @param by who asked
/// @param command id of the command, empty where it is not known
public record PartitionResumed(String tag, String by, String command) implements PartitionFact {}
