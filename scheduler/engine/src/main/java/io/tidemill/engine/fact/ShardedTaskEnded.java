package io.tidemill.engine.fact;

import io.tidemill.engine.state.TaskState;

/// All shards of a task are over, and so is the task.
public record ShardedTaskEnded(int dag, long run, int task, TaskState state) implements TaskFact {}
