package io.tidemill.engine.fact;

/// A task's upstreams allow it to start.
public record TaskReady(int dag, long run, int task) implements TaskFact {}
