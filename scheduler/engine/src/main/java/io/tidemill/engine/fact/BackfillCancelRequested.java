package io.tidemill.engine.fact;

/// Somebody asked to cancel a backfill: it creates no more runs, and its active ones are cancelled by facts of their own.
///
/// @param reason who asked, or why it is cancelled
public record BackfillCancelRequested(int dag, long backfill, String reason) implements DagFact {}
