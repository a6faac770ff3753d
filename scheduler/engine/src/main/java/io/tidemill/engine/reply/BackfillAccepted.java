package io.tidemill.engine.reply;

import io.tidemill.engine.schedule.BackfillStatus;

/// A backfill was paused, resumed or cancelled, or was so already.
///
/// @param backfill its number in the DAG
/// @param status how it stands now
/// @param active runs of it that are active
public record BackfillAccepted(long backfill, BackfillStatus status, int active) implements Reply {}
