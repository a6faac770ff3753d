package io.tidemill.engine.fact;

import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// Somebody said how a task ended, or that it shall not run.
///
/// @param output result of a success, null for none
public record TaskMarked(int dag, long run, int task, TaskState state, @Nullable Value output, String by,
    String reason) implements TaskFact {}
