package io.tidemill.api.task;

import io.tidemill.engine.state.ShardState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shards of a task.
///
/// @param all number of shards, 0 while the task is not expanded
/// @param counts number of shards in each state
/// @param states the state of each shard by its index, one letter each: see [#LETTERS]
/// @param errors attempts that did not succeed, alike ones together, those of most shards first
/// @param moreErrors whether more attempts failed than were looked at: the first [#MOST_FAILURES]
/// @param shards a part of the list
/// @param next where the part after this one begins, null for the last
public record ShardsView(int all, Map<String, Integer> counts, String states, List<ErrorGroup> errors,
    boolean moreErrors, List<Shard> shards, @Nullable Integer next) {
  /// Letters of the states, in the order of [ShardState].
  public static final String LETTERS = "WRABSFTCUO";

  /// Failed attempts that are looked at for groups.
  public static final int MOST_FAILURES = 10_000;

  /// One shard.
  ///
  /// @param key null where it is not known
  /// @param attempt number of its latest attempt, 0 before the first
  /// @param agent name of the agent that it is with, or ran on last, null where that is not known
  /// @param ranMillis how long its last attempt ran that has ended, in milliseconds, null where none has
  /// @param assignedAt since when it is with its agent, null where it is with none
  public record Shard(int index, @Nullable String key, ShardState state, int attempt, @Nullable String agent,
      @Nullable Integer ranMillis, @Nullable Instant assignedAt) {}

  /// Attempts that ended alike.
  ///
  /// @param kind how they ended
  /// @param type class name of the exception
  /// @param message of the first of them
  /// @param place `File.java:line` in the user's code, empty where unknown
  /// @param shards how many shards had one
  /// @param attempts how many there were
  /// @param first index of the first shard that had one
  /// @param firstKey its key, null where it is not known
  public record ErrorGroup(String kind, String type, String message, String place, int shards, int attempts, int first,
      @Nullable String firstKey) {}
}
