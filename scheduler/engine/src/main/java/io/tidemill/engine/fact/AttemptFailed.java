package io.tidemill.engine.fact;

/// An attempt ended without success. What follows for the task is a fact of its own.
///
/// @param agent incarnation of the agent that had it
public record AttemptFailed(int dag, long run, int task, int attempt, long agent, Failure failure, long queuedMicros,
    long ranMicros, long cpuMicros, long peakBytes) implements TaskFact {
  /// An attempt of which only the clock is known: -1 for the rest.
  public AttemptFailed(int dag, long run, int task, int attempt, long agent, Failure failure, long queuedMicros,
      long ranMicros) {
    this(dag, run, task, attempt, agent, failure, queuedMicros, ranMicros, -1, -1);
  }
}
