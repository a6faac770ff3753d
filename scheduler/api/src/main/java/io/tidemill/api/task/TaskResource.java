package io.tidemill.api.task;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tasks of runs.
public interface TaskResource {
  /// Attempts that one failures request tells.
  int MOST_FAILURES = 100;

  /// The result of a task as JSON, null where it has none.
  @Route(value = "GET /runs/{dag}/{run}/tasks/{task}/output", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT})
  @Nullable JsonNode output(String dag, long run, String task);

  /// The shards of a task: counts, the state of each, failures in groups, and a part of the list.
  @Route(value = "GET /runs/{dag}/{run}/tasks/{task}/shards", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) ShardsView shards(String dag, long run, String task, @Query ShardFilter filter);

  /// The first attempts of a task, or of one shard of it, that did not succeed; at most [#MOST_FAILURES].
  ///
  /// @param shard index of the shard, -1 for the whole task
  @Route(value = "GET /runs/{dag}/{run}/tasks/{task}/failures", permission = Permission.VIEW, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) List<FailureView> failures(String dag, long run, String task,
          @Query(otherwise = "-1") int shard);
}
