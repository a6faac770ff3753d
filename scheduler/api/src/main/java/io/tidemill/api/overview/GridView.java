package io.tidemill.api.overview;

import io.tidemill.api.run.TriggerView;
import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs of a DAG against its tasks: one letter for each task of each run, so that a thousand tasks of a hundred runs are one answer.
///
/// @param tasks the tasks of the active version in the order of their declaration, then those that only older versions have
/// @param runs newest first
/// @param next cursor of the part with older runs, null for the last
public record GridView(List<GridTask> tasks, List<GridRun> runs, @Nullable String next) {
  /// Letters of the states, in the order of [io.tidemill.engine.state.TaskState]. A small one says that it took more than one attempt.
  public static final String LETTERS = "WRQNDBKSFTCPUO";

  /// Letter of a task that the version of the run does not have.
  public static final char NO_TASK = '.';

  /// Most letters in one answer; a DAG of many tasks has fewer runs in it, but always one.
  public static final int MOST_CELLS = 200_000;

  /// A task.
  ///
  /// @param removed whether the active version does not have it
  public record GridTask(String id, boolean removed) {}

  /// A run.
  ///
  /// @param begunAt when its present, or last, execution began
  /// @param tookMillis how long that took, in milliseconds; null where it is not over
  /// @param states the state of each task, one letter each: see [#LETTERS]
  public record GridRun(long run, int version, RunStatus status, TriggerView trigger, Instant begunAt,
      @Nullable Long tookMillis, String states) {}
}
