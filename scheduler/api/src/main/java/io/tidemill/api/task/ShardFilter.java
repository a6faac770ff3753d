package io.tidemill.api.task;

import io.tidemill.api.http.Query;
import io.tidemill.engine.state.ShardState;
import java.util.List;

/// Which shards.
///
/// @param state only these, empty for all
/// @param after [ShardsView#next] of the part before, -1 to begin
/// @param limit most shards, 1 to [#MOST]
public record ShardFilter(List<ShardState> state, @Query(otherwise = "-1") int after,
    @Query(otherwise = "" + ShardFilter.DEFAULT) int limit) {
  /// Most shards in one answer.
  public static final int MOST = 1_000;

  /// Shards in one answer where nobody says how many.
  public static final int DEFAULT = 100;

  public ShardFilter {
    state = List.copyOf(state);
  }
}
