package io.tidemill.engine.fact;

import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// A sharded task got its shards. Of an aligned task (attempt 0) they are those of the task before, and wait for them.
public record ShardsExpanded(int dag, long run, int task, int attempt, int count, @Nullable Value keys,
    @Nullable Value elements) implements TaskFact {}
