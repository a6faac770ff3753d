package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;

/// A join took over the result of its upstream that succeeded.
public record TaskJoined(int dag, long run, int task, Value output) implements TaskFact {}
