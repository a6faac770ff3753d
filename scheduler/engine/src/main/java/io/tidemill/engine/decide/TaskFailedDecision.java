package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import java.util.Objects;

/// An attempt ended without success: another follows, now or later, or the task is over.
public final class TaskFailedDecision {
  private TaskFailedDecision() {}

  public static void decide(TaskFailed input, Turn turn) {
    RunState run = AttemptLookup.attempt(turn.state(), input.dag(), input.run(), input.task(), input.attempt(),
        input.nonce());
    if (run != null) {
      fail(turn, run, input.task(), input.failure(), input.timing());
    }
  }

  static void fail(Turn turn, RunState run, int task, Failure reported, Timing timing) {
    Instance instance = Objects.requireNonNull(run.instance(task));
    Failure failure = instance.timedOut
        ? reported.whenTimedOut().overLimit(Deadlines.exceeded(run, task, turn.now()))
        : reported;
    if (failure.kind() == Failure.Kind.LOST && instance.losses >= RetryPolicy.LOST_ATTEMPTS) {
      failure = failure.afterLosses(instance.losses + 1);
    }
    boolean timedOut = instance.timedOut || failure.kind() == Failure.Kind.TIMED_OUT;
    boolean over = Timeouts.over(turn, run, task, instance);
    turn.record(
        new AttemptFailed(run.dag(), run.number(), task, instance.attempt, instance.agent, failure,
            timing));
    RetryNode retry = run.compiled().task(task).node().retry();
    boolean may = switch (failure.kind()) {
      case RELEASED, LOST_BESIDE -> true;
      case LOST -> instance.losses <= RetryPolicy.LOST_ATTEMPTS;
      case CANCELLED -> false;
      case FAILED, TIMED_OUT -> failure.retryable() && instance.failures < retry.attempts();
    };
    if (run.stopped(task)) {
      end(turn, run, task, run.cutShort());
    } else if (failure.kind() == Failure.Kind.CANCELLED) {
      end(turn, run, task, TaskState.CANCELLED);
    } else if (may && over) {
      end(turn, run, task, TaskState.TIMED_OUT);
    } else if (!may) {
      end(turn, run, task, timedOut ? TaskState.TIMED_OUT : TaskState.FAILED);
    } else if (failure.kind() == Failure.Kind.RELEASED || failure.kind() == Failure.Kind.LOST
        || failure.kind() == Failure.Kind.LOST_BESIDE) {
      turn.record(new TaskReady(run.dag(), run.number(), task));
    } else {
      long due = RetryPolicy.due(turn, retry, failure, instance.failures);
      turn.record(new RetryScheduled(run.dag(), run.number(), task, due));
    }
  }

  private static void end(Turn turn, RunState run, int task, TaskState state) {
    turn.record(new TaskEnded(run.dag(), run.number(), task, state));
    Progress.after(turn, run, task);
  }
}
