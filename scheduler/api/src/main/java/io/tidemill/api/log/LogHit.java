package io.tidemill.api.log;

import org.jspecify.annotations.Nullable;

/// A line of a log that has what was searched for.
///
/// @param shardIndex index of the shard, -1 where the task is not sharded
/// @param shard key of the shard, null where the task is not sharded or the key is not known
/// @param line number of the line in the log of its attempt, from 1
/// @param text the line, at most [#MOST_CHARACTERS] characters around what was found
public record LogHit(String task, int shardIndex, @Nullable String shard, int attempt, long line, String text) {
  /// Most characters of a line that are told.
  public static final int MOST_CHARACTERS = 500;

  /// How people name its log: `task`, `task[key]` or `task[#index]`.
  public String name() {
    return LogSource.name(task, shardIndex, shard);
  }
}
