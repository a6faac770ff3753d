package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;

/// An agent says that an attempt ended without success.
public record TaskFailed(int dag, long run, int task, int attempt, long nonce, Failure failure, long queuedMicros,
    long ranMicros) implements Input {}
