package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;

/// What a timeout means for a task (semantics §9): what is with an agent is asked to stop and ends when it has, the rest ends
/// at once.
final class Timeouts {
  private Timeouts() {}

  /// One of the timeouts of a task is over.
  static void task(Turn turn, RunState run, int task) {
    ShardTable table = run.table(task);
    switch (run.state(task)) {
      case READY, RETRY_WAIT, DEFERRED -> {
        turn.record(new TaskEnded(run.dag(), run.number(), task, TaskState.TIMED_OUT));
        Progress.after(turn, run, task);
      }
      case QUEUED, RUNNING -> {
        if (table == null) {
          StopRequests.attempt(turn, run, task, true);
        } else {
          StopRequests.shards(turn, run, task, true);
          AlignedShards.followAll(turn, run, task);
          Progress.afterShards(turn, run, task);
        }
      }
      case WAITING, CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED -> {
        // It has not begun, is over, or was asked to stop before.
      }
    }
  }

  /// Whether no further attempt may follow: the total timeout is over, or the attempt was stopped before it was known to have
  /// started, which only the queue and the total timeout do.
  static boolean over(Turn turn, RunState run, int task, Instance instance) {
    return instance.timedOut && instance.startedAt == 0 || Deadlines.total(run, task) <= turn.now();
  }
}
