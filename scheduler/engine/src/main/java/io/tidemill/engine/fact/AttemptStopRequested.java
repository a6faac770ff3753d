package io.tidemill.engine.fact;

/// An attempt that is with an agent was asked to stop.
public record AttemptStopRequested(int dag, long run, int task, int attempt, boolean timedOut) implements TaskFact {}
