package io.tidemill.engine.schedule;

import java.time.Instant;

/// A slot of a schedule.
///
/// @param time the nominal instant, which is the slot's identity within its schedule; whole seconds
/// @param intervalStart begin of the interval it covers: the slot before, or `time` where slots are points in time
/// @param intervalEnd end of the interval, not part of it; equal to `time`
/// @param runAfter earliest start of its run: `intervalEnd`, delayed by the schedule's jitter; whole milliseconds. Never before
///     that of an earlier slot of the schedule
/// @param skipped true: the slot is in a quiet window and is to be recorded as SKIPPED; false: it is due at `runAfter`
public record ScheduledSlot(Instant time, Instant intervalStart, Instant intervalEnd, Instant runAfter,
    boolean skipped) {}
