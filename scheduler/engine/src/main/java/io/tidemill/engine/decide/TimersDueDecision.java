package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timer;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Retries whose time has come are ready, and what takes too long is stopped (semantics §9, §10).
public final class TimersDueDecision {
  private TimersDueDecision() {}

  public static void decide(Turn turn) {
    TreeSet<Timer> timers = turn.state().timers();
    while (!timers.isEmpty() && timers.first().at() <= turn.now()) {
      Timer timer = timers.removeFirst();
      turn.about(timer.dag());
      switch (timer.owner()) {
        case RUN -> {
          RunState run = active(turn, timer);
          if (run != null) {
            Duration most = Duration.ofMillis(run.plan().graph().runDeadlineMillis());
            CancelRunDecision.cancel(turn, run, "run deadline of " + most + " exceeded");
          }
        }
        case TASK -> {
          RunState run = active(turn, timer);
          if (run != null) {
            due(turn, run, timer.task());
          }
        }
      }
    }
  }

  /// The run of a timer, null where the shell took it away with its timers still set.
  private static @Nullable RunState active(Turn turn, Timer timer) {
    RunState run = turn.state().run(timer.dag(), timer.number());
    return run == null || run.outcome() != null ? null : run;
  }

  private static void due(Turn turn, RunState run, int task) {
    if (Deadlines.total(run, task) <= turn.now()) {
      Timeouts.task(turn, run, task);
      return;
    }
    switch (run.state(task)) {
      case READY, QUEUED -> Timeouts.task(turn, run, task);
      case RETRY_WAIT -> turn.record(new TaskReady(run.dag(), run.number(), task));
      case RUNNING -> {
        ShardTable table = run.table(task);
        if (table == null) {
          Timeouts.task(turn, run, task);
        } else {
          shards(turn, run, task, table);
        }
      }
      case WAITING, DEFERRED, CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED -> {
        // Nothing of them is ever due but the total timeout.
      }
    }
  }

  private static void shards(Turn turn, RunState run, int task, ShardTable table) {
    int[] due = table.due()
        .headMap(turn.now(), true)
        .values()
        .stream()
        .flatMap(List::stream)
        .mapToInt(Integer::intValue)
        .filter(shard -> table.state(shard) == ShardState.RETRY_WAIT)
        .toArray();
    if (due.length > 0) {
      turn.record(new ShardsReleased(run.dag(), run.number(), task, due));
    }
    for (ShardAssignment assignment : table.assignments().values()) {
      if (assignment.at() > turn.now()) {
        return;
      }
      if (Deadlines.attempt(run, task, assignment) <= turn.now()) {
        StopRequests.assignment(turn, run, task, assignment);
      }
    }
  }
}
