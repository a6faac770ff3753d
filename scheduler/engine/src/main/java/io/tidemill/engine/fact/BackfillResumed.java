package io.tidemill.engine.fact;

/// A backfill that was paused goes on.
///
/// @param by who asked
public record BackfillResumed(int dag, long backfill, String by) implements DagFact {}
