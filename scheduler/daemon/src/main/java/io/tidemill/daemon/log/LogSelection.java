package io.tidemill.daemon.log;

import org.jspecify.annotations.Nullable;

/// Which logs of a run.
///
/// @param task id of the task, null for all
/// @param shard key of the shard, or `#` and its index; null for all
/// @param failed whether only attempts that failed, timed out or were lost
public record LogSelection(@Nullable String task, @Nullable String shard, boolean failed) {}
