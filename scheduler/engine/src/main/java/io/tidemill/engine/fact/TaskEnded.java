package io.tidemill.engine.fact;

import io.tidemill.engine.state.TaskState;

/// A task is over without a result.
public record TaskEnded(int dag, long run, int task, TaskState state) implements TaskFact {}
