package io.tidemill.engine.fact;

/// An attempt of a shard ended without success. What follows for the shard is a fact of its own.
///
/// @param agent incarnation of the agent that had it
public record ShardFailed(int dag, long run, int task, int shard, int attempt, long agent, Failure failure,
    long queuedMicros,
    long ranMicros, long cpuMicros, long peakBytes) implements TaskFact {
  /// An attempt of which only the clock is known: -1 for the rest.
  public ShardFailed(int dag, long run, int task, int shard, int attempt, long agent, Failure failure,
      long queuedMicros,
      long ranMicros) {
    this(dag, run, task, shard, attempt, agent, failure, queuedMicros, ranMicros, -1, -1);
  }
}
