package io.tidemill.engine.fact;

import io.tidemill.engine.schedule.BackfillStatus;

/// All runs of a backfill have ended, and it creates no more.
///
/// @param status how it ended
public record BackfillEnded(int dag, long backfill, BackfillStatus status) implements DagFact {}
