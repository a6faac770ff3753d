package io.tidemill.engine.fact;

import io.tidemill.engine.state.Timing;

/// An attempt of a shard ended without success. What follows for the shard is a fact of its own.
///
/// @param agent incarnation of the agent that had it
public record ShardFailed(int dag, long run, int task, int shard, int attempt, long agent, Failure failure,
    Timing timing) implements TaskFact {}
