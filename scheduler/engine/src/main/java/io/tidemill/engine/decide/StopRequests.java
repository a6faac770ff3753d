package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.Arrays;

/// Asks agents to stop what is with them. It has ended only when they say so, or are gone.
final class StopRequests {
  private StopRequests() {}

  /// Asks to stop the attempt of a task.
  static void attempt(Turn turn, RunState run, int task, boolean timedOut) {
    Instance instance = run.begin(task);
    if (run.state(task) != TaskState.CANCELLING) {
      turn.record(new AttemptStopRequested(run.dag(), run.number(), task, instance.attempt, timedOut));
    }
    turn.effect(attempt(run, task, instance));
  }

  /// Asks to stop a task that has its shards; those that are with no agent end at once.
  static void shards(Turn turn, RunState run, int task, boolean timedOut) {
    if (run.state(task) != TaskState.CANCELLING) {
      turn.record(new ShardedTaskStopRequested(run.dag(), run.number(), task, timedOut));
    }
    others(turn, run, task, timedOut ? ShardState.TIMED_OUT : ShardState.CANCELLED);
  }

  /// Asks to stop all shards that have not ended; those that are with no agent end at once.
  ///
  /// @param state how these end
  static void others(Turn turn, RunState run, int task, ShardState state) {
    int[] open = notAssigned(run.shards(task));
    if (open.length > 0) {
      turn.record(new ShardsEnded(run.dag(), run.number(), task, open, state));
    }
    for (ShardAssignment assignment : run.shards(task).assignments().values()) {
      turn.effect(assignment(run, task, assignment));
    }
  }

  /// What an agent is told of an attempt that was asked to stop.
  static StopAttempt attempt(RunState run, int task, Instance instance) {
    return new StopAttempt(instance.agent, run.dag(), run.number(), task, instance.attempt, instance.nonce,
        instance.timedOut);
  }

  /// What an agent is told of an assignment that was asked to stop.
  static StopAttempt assignment(RunState run, int task, ShardAssignment assignment) {
    return new StopAttempt(assignment.agent(), run.dag(), run.number(), task, 0, assignment.nonce(),
        run.begin(task).timedOut);
  }

  /// Whether the shards of a task were asked to stop.
  static boolean asked(RunState run, int task) {
    return run.state(task) == TaskState.CANCELLING
        || ShardedOutcome.stopping(run.compiled().task(task), run.shards(task));
  }

  private static int[] notAssigned(ShardTable table) {
    int[] open = new int[table.size()];
    int count = 0;
    for (int shard = 0; shard < open.length; shard++) {
      ShardState state = table.state(shard);
      if (!state.terminal() && state != ShardState.ASSIGNED) {
        open[count++] = shard;
      }
    }
    return Arrays.copyOf(open, count);
  }
}
