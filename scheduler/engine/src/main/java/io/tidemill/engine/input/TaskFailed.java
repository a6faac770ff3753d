package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;

/// An agent says that an attempt ended without success.
///
/// @param cpuMicros time of the processor, -1 where it is not known
/// @param peakBytes most memory of its process, -1 where it is not known
public record TaskFailed(int dag, long run, int task, int attempt, long nonce, Failure failure, long queuedMicros,
    long ranMicros, long cpuMicros, long peakBytes) implements TaskReport {
  /// A report where only the clock is known.
  public TaskFailed(int dag, long run, int task, int attempt, long nonce, Failure failure, long queuedMicros,
      long ranMicros) {
    this(dag, run, task, attempt, nonce, failure, queuedMicros, ranMicros, -1, -1);
  }
}
