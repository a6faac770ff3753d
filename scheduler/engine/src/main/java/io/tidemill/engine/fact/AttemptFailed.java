package io.tidemill.engine.fact;

import io.tidemill.engine.state.Timing;

/// An attempt ended without success. What follows for the task is a fact of its own.
///
/// @param agent incarnation of the agent that had it
public record AttemptFailed(int dag, long run, int task, int attempt, long agent, Failure failure, Timing timing)
    implements TaskFact {}
