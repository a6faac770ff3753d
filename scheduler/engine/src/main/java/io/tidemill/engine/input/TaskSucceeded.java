package io.tidemill.engine.input;

import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;

/// An agent says that a body returned.
public record TaskSucceeded(int dag, long run, int task, int attempt, long nonce, Value output, Timing timing)
    implements TaskReport {}
