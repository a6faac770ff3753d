package io.tidemill.engine.fact;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;

/// Consecutive slots of a schedule were decided without a run, all for one reason. One of them may have waited until now.
///
/// @param schedule name of the schedule
/// @param first time of the first of them, in milliseconds since 1970
/// @param last time of the last of them
/// @param count how many they are, at least 1
/// @param outcome [SlotOutcome#MISSED] or [SlotOutcome#SKIPPED]
public record SlotsNotRun(int dag, String schedule, long first, long last, int count, SlotOutcome outcome,
    SlotReason reason) implements DagFact {}
