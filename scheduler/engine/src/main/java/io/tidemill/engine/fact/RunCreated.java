package io.tidemill.engine.fact;

import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// A run was created; all its tasks wait.
///
/// @param key idempotency key, null where none was given
public record RunCreated(int dag, long run, int version, @Nullable String key, Value params,
    Trigger trigger) implements RunFact {}
