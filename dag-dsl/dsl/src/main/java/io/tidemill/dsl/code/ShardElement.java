package io.tidemill.dsl.code;

import org.jspecify.annotations.Nullable;

/// One shard as its expansion made it.
///
/// @param key stable name of the shard, unique in the task
/// @param value what the shard's body is given
public record ShardElement(String key, @Nullable Object value) {}
