package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// A run was created; all its tasks wait.
public record RunCreated(int dag, long run, int version, @Nullable String key, Value params) implements RunFact {}
