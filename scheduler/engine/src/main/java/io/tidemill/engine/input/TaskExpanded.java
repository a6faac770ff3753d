package io.tidemill.engine.input;

import io.tidemill.engine.state.Value;

/// An agent says what the shards of a task are.
public record TaskExpanded(int dag, long run, int task, int attempt, long nonce, int count, Value keys, Value elements)
    implements TaskReport {}
