package io.tidemill.api.log;

import org.jspecify.annotations.Nullable;

/// An attempt that logged something.
///
/// @param shardIndex index of the shard, -1 where the task is not sharded
/// @param shard key of the shard, null where the task is not sharded or the key is not known
/// @param bytes logged so far
public record LogSource(String task, int shardIndex, @Nullable String shard, int attempt, long bytes) {
  /// How people name it: `task`, `task[key]` or `task[#index]`.
  public String name() {
    return name(task, shardIndex, shard);
  }

  static String name(String task, int shardIndex, @Nullable String shard) {
    return shardIndex < 0 ? task : task + "[" + (shard == null ? "#" + shardIndex : shard) + "]";
  }
}
