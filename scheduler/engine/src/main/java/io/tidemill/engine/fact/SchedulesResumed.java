package io.tidemill.engine.fact;

/// The pause of a DAG's schedules ended.
///
/// @param by who asked
public record SchedulesResumed(int dag, String by) implements DagFact {}
