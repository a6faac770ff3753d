package io.tidemill.engine.effect;

import java.util.List;

/// Give an attempt to an agent.
///
/// @param agent its incarnation
/// @param expand true: make the shards of the task, do not run its body
public record AssignTask(long agent, RunRef ref, int task, int attempt, long nonce, boolean expand,
    List<TaskInput> inputs) implements Effect {}
