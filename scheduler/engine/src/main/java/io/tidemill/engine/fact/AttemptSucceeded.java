package io.tidemill.engine.fact;

import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;

/// An attempt returned its result; the task is over.
public record AttemptSucceeded(int dag, long run, int task, int attempt, Value output, Timing timing)
    implements TaskFact {}
