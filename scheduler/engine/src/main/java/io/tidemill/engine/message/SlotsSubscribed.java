package io.tidemill.engine.message;

/// A DAG wants to be told how the slots of a schedule of the receiver stand, those that were decided lately too.
///
/// @param schedule name of the schedule
/// @param partition partition of the DAG that asks
public record SlotsSubscribed(String schedule, int partition) implements Message {}
