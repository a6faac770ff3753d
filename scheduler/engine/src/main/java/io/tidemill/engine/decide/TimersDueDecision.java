package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timer;
import java.util.Collection;
import java.util.TreeSet;

/// Retries whose time has come are ready.
public final class TimersDueDecision {
  private TimersDueDecision() {}

  public static void decide(Turn turn) {
    TreeSet<Timer> timers = turn.state().timers();
    while (!timers.isEmpty() && timers.first().at() <= turn.now()) {
      Timer timer = timers.pollFirst();
      RunState run = turn.state().run(timer.dag(), timer.run());
      if (run != null && run.outcome() == null) {
        retry(turn, run, timer.task());
      }
    }
  }

  private static void retry(Turn turn, RunState run, int task) {
    Instance instance = run.instance(task);
    if (run.state(task) == TaskState.RETRY_WAIT && instance != null && instance.dueAt <= turn.now()) {
      turn.record(new TaskReady(run.dag(), run.number(), task));
    }
    ShardTable table = run.table(task);
    if (table != null) {
      int[] due = table.due()
          .headMap(turn.now(), true)
          .values()
          .stream()
          .flatMap(Collection::stream)
          .mapToInt(Integer::intValue)
          .filter(s -> table.state(s) == ShardState.RETRY_WAIT)
          .toArray();
      if (due.length > 0) {
        turn.record(new ShardsReleased(run.dag(), run.number(), task, due));
      }
    }
  }
}
