package io.tidemill.engine.fact;

import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;

/// A slot, or consecutive ones without a run, was late: what its schedule expects had not happened in time.
///
/// @param first time of the first slot, in milliseconds since 1970
/// @param last time of the last slot
/// @param limitMillis how long after the slot's time it was expected
/// @param run number of its run, 0 where it has none
public record SlotsLate(int dag, String schedule, LatenessKind kind, long first, long last, int count, long limitMillis,
    LatenessCause cause, long run) implements DagFact {}
