package io.tidemill.engine.fact;

import org.jspecify.annotations.Nullable;

/// Somebody asked to cancel a run.
public record CancelRequested(int dag, long run, @Nullable String reason) implements RunFact {}
