package io.tidemill.engine.fact;

/// A backfill was paused: it creates no run until it is resumed.
///
/// @param by who asked
public record BackfillPaused(int dag, long backfill, String by) implements DagFact {}
