package io.tidemill.engine.fact;

/// An attempt (of the body, or of the expansion of a sharded task) was given to the agent of that incarnation.
public record AttemptAssigned(int dag, long run, int task, int attempt, long nonce, long agent) implements TaskFact {}
