package io.tidemill.agent.journal;

import java.time.Instant;
import java.util.Optional;

/// A process of the operating system, told from a later one of the same number by its start.
///
/// @param pid number of the process
/// @param startMillis when it started, in milliseconds since 1970; -1 if that is not known
public record ProcessId(long pid, long startMillis) {
  /// The start is derived from the time the machine was booted, which moves a little whenever its clock is set.
  private static final long TOLERANCE_MILLIS = 2_000;

  /// The mark of a process.
  public static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), start(process));
  }

  /// The process, if it is still there; never another one that has got its number.
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isMine);
  }

  private boolean isMine(ProcessHandle found) {
    long start = start(found);
    return startMillis >= 0 && start >= 0 && Math.abs(start - startMillis) <= TOLERANCE_MILLIS;
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
  }
}
