package io.tidemill.api.log;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /// The lines of a run's logs that have a text, whatever its case. One answer searches at most 128 MiB; the next goes on from there.
  ///
  /// @param text 1 to 200 characters, without a line break
  /// @param task only of this task, null: of all
  /// @param limit most lines, 1 to 1,000
  /// @param after [LogSearchView#next] of the answer before, null to begin
  @Route(value = "GET /runs/{dag}/{run}/log/search", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) LogSearchView search(String dag, long run, @Query String text, @Query @Nullable String task,
          @Query(otherwise = "100") int limit, @Query @Nullable String after);
}
