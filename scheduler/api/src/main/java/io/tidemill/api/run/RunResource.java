package io.tidemill.api.run;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import org.jspecify.annotations.Nullable;

/// Runs.
public interface RunResource {
  /// Runs, newest first.
  @Route(value = "GET /runs", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) RunPage list(
      @Query RunFilter filter);

  /// Creates a run. Answers once it is durable.
  @Route(value = "POST /runs", permission = Permission.OPERATE, status = 201, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) RunStarted start(StartRequest request);

  /// One run with its tasks and the first failures.
  @Route(value = "GET /runs/{dag}/{run}", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) RunDetail get(String dag, long run);

  /// Why a run, or a task of it, is where it is.
  ///
  /// @param task id of the task, null for all that do not go on
  /// @param shard index of the shard of that task, -1 for the task itself
  @Route(value = "GET /runs/{dag}/{run}/why", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) WhyView why(String dag, long run, @Query @Nullable String task,
          @Query(otherwise = "-1") int shard);

  /// Asks a run to stop. Answers once that is durable, which is before the run has ended.
  @Route(value = "POST /runs/{dag}/{run}/cancel", permission = Permission.OPERATE, status = 202, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) RunView cancel(String dag, long run, CancelRequest request);

  /// Runs tasks of an ended run again with all that depends on them, or says what that would be.
  @Route(value = "POST /runs/{dag}/{run}/rerun", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) RerunView rerun(String dag, long run, RerunRequest request);

  /// Says by hand how a task ended, or that it shall not run, or says what that would change. Tasks behind it that had not run are asked
  /// again.
  @Route(value = "POST /runs/{dag}/{run}/mark", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) MarkView mark(String dag, long run, MarkRequest request);
}
