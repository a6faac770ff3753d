package io.tidemill.runtime;

import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a run does not succeed, or has not begun with its tasks, in one line. A task whose failure is allowed is no cause.
final class RunCause {
  private static final int MOST_TASKS = 3;

  private RunCause() {}

  /// The cause, null where there is none.
  static @Nullable String of(RunState run) {
    if (run.cancelRequested()) {
      String reason = run.cancelReason();
      String why = run.deadlineOver() && reason != null
          ? reason
          : "cancelled" + (reason == null ? "" : ": " + reason);
      String cleanUp = tasks(run, task -> task.cleansUp() && !run.cleanUpStopped() && failed(run, task, false));
      return why + (cleanUp == null ? "" : "; clean-up failed: " + cleanUp);
    }
    int maker = run.compiled().slotParams();
    if (run.makesParams() && !run.state(maker).terminal()) {
      return "waits for its parameters: " + run.compiled().task(maker).id() + " is " + run.state(maker);
    }
    String failed = tasks(run, task -> failed(run, task, false));
    // Only what comes after tasks whose failure is allowed failed.
    return failed != null || run.outcome() != RunOutcome.FAILED ? failed : tasks(run, task -> failed(run, task, true));
  }

  private static boolean failed(RunState run, CompiledTask task, boolean withUpstream) {
    TaskState state = run.state(task.index());
    return state.failed() && !task.node().allowFailure() && (withUpstream || state != TaskState.UPSTREAM_FAILED);
  }

  private static String text(RunState run, int task) {
    String text = run.compiled().task(task).id() + " " + run.state(task);
    Instance instance = run.instance(task);
    return run.state(task) != TaskState.TIMED_OUT || run.table(task) != null || instance == null
        ? text
        : text + " (" + Deadlines.exceeded(run, task, instance.endedAt) + ")";
  }

  private static @Nullable String tasks(RunState run, Predicate<CompiledTask> which) {
    List<CompiledTask> all = run.compiled().tasks().stream().filter(which).toList();
    String named = all.stream()
        .limit(MOST_TASKS)
        .map(task -> text(run, task.index()))
        .collect(Collectors.joining(", "));
    return all.isEmpty()
        ? null
        : named + (all.size() > MOST_TASKS ? " and " + (all.size() - MOST_TASKS) + " more" : "");
  }
}
