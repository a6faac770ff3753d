package io.tidemill.engine.input;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.Timing;

/// An agent says that an attempt ended without success.
public record TaskFailed(int dag, long run, int task, int attempt, long nonce, Failure failure, Timing timing)
    implements TaskReport {}
