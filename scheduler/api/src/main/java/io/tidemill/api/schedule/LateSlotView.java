package io.tidemill.api.schedule;

import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A slot, or consecutive ones without a run, that was late: what its schedule expects had not happened in time.
///
/// @param kind what had not happened
/// @param time time of the first slot
/// @param last time of the last slot, that of the first where it is one
/// @param due by when it was expected of the first
/// @param cause how it stood then
/// @param why the same for people
/// @param run number of its run, null where it had none
/// @param status how that run stands now, null where it had none
/// @param notedAt when the scheduler noted it: at the time where it ran then, else when it started again
public record LateSlotView(String dag, String schedule, LatenessKind kind, Instant time, Instant last, int count,
    Instant due, LatenessCause cause, String why, @Nullable Long run, @Nullable RunStatus status, Instant notedAt) {
  /// The lateness in words, such as `not finished by 2026-03-29T03:30:00Z: its run is active`.
  public String text() {
    return kind.text() + " by " + due + ": " + why;
  }
}
