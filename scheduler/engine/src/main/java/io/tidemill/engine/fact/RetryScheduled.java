package io.tidemill.engine.fact;

/// A task waits for its next attempt.
public record RetryScheduled(int dag, long run, int task, long dueAt) implements TaskFact {}
