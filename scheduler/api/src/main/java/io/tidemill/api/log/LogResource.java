package io.tidemill.api.log;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;

/// What attempts logged.
public interface LogResource {
  /// The attempts of a run that logged something, by task, shard and attempt.
  @Route(value = "GET /runs/{dag}/{run}/log", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) List<LogSource> sources(String dag, long run);

  /// A part of the log of one attempt.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param after [LogPage#next] of the part before, -1 to begin
  @Route(value = "GET /runs/{dag}/{run}/tasks/{task}/log", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) LogPage page(String dag, long run, String task, @Query(otherwise = "-1") int shard,
          @Query(otherwise = "1") int attempt, @Query(otherwise = "-1") long after);
}
