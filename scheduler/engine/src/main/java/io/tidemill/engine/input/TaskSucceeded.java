package io.tidemill.engine.input;

import io.tidemill.engine.state.Value;

/// An agent says that a body returned.
///
/// @param cpuMicros time of the processor, -1 where it is not known
/// @param peakBytes most memory of its process, -1 where it is not known
public record TaskSucceeded(int dag, long run, int task, int attempt, long nonce, Value output, long queuedMicros,
    long ranMicros, long cpuMicros, long peakBytes) implements TaskReport {
  /// A report where only the clock is known.
  public TaskSucceeded(int dag, long run, int task, int attempt, long nonce, Value output, long queuedMicros,
      long ranMicros) {
    this(dag, run, task, attempt, nonce, output, queuedMicros, ranMicros, -1, -1);
  }
}
