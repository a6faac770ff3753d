package io.tidemill.engine.decide;

import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Retries whose time has come are ready, and what takes too long is stopped (semantics §9, §10).
public final class TimersDueDecision {
  /// A turn with so many facts takes no further timer: what is due then is decided in the next.
  static final int MOST_FACTS = 1_000;

  private TimersDueDecision() {}

  public static void decide(Turn turn) {
    int slots = 0;
    for (Timer next = turn.state().nextTimer(); next != null && next.at() <= turn.now()
        && turn.facts().size() < MOST_FACTS && slots < SlotsDue.MOST_SLOTS; next = turn.state().nextTimer()) {
      Timer timer = turn.state().takeTimer();
      turn.about(timer.dag());
      switch (timer.owner()) {
        case RUN -> {
          RunState run = active(turn, timer);
          if (run != null && run.cancelRequested()) {
            CancelRunDecision.stopCleanUp(turn, run);
          } else if (run != null) {
            Duration most = Duration.ofMillis(run.compiled().graph().runDeadlineMillis());
            CancelRunDecision.deadline(turn, run, "run deadline of " + DurationText.of(most) + " exceeded");
          }
        }
        case SCHEDULE -> slots += SlotsDue.decide(turn, turn.state().dag(timer.dag()));
        case LATENESS -> slots += LatenessDecision.decide(turn, turn.state().dag(timer.dag()));
        case BACKFILL -> {
          DagState dag = turn.state().dag(timer.dag());
          BackfillDecision.due(turn, dag, dag.backfills().get(timer.number()));
        }
        case MAINTENANCE -> {
          // Windows begin and end at the begin of a turn.
        }
        case ASSETS -> AssetRuns.decide(turn, turn.state().dag(timer.dag()));
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
          retries(turn, run, task, table);
        }
      }
      case WAITING, DEFERRED, CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED -> {
        // Nothing of them is ever due but the total timeout.
      }
    }
  }

  private static void retries(Turn turn, RunState run, int task, ShardTable table) {
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
  }
}
