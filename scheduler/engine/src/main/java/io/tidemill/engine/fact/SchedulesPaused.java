package io.tidemill.engine.fact;

/// The schedules of a DAG were paused.
///
/// @param by who asked
public record SchedulesPaused(int dag, String by) implements DagFact {}
