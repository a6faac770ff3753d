package io.tidemill.engine.effect;

import java.util.List;

/// Give an attempt to an agent.
///
/// @param agent its incarnation
/// @param expand true: make the shards of the task, do not run its body
/// @param again true: sent before, so that no slot was taken for it now
public record AssignTask(long agent, RunRef ref, int task, int attempt, long nonce, boolean expand,
    List<TaskInput> inputs, boolean again) implements Effect {}
