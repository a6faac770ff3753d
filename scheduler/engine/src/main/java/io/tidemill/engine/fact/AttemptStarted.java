package io.tidemill.engine.fact;

/// The body of an attempt has started.
public record AttemptStarted(int dag, long run, int task, int attempt, long startedAt) implements TaskFact {}
