package io.tidemill.engine.fact;

/// An attempt ended without success. What follows for the task is a fact of its own.
public record AttemptFailed(int dag, long run, int task, int attempt, Failure failure, long queuedMicros,
    long ranMicros) implements TaskFact {}
