package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;

/// An attempt returned its result; the task is over.
public record AttemptSucceeded(int dag, long run, int task, int attempt, Value output, long queuedMicros,
    long ranMicros, long cpuMicros, long peakBytes) implements TaskFact {
  /// An attempt of which only the clock is known: -1 for the rest.
  public AttemptSucceeded(int dag, long run, int task, int attempt, Value output, long queuedMicros, long ranMicros) {
    this(dag, run, task, attempt, output, queuedMicros, ranMicros, -1, -1);
  }
}
