package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

/// How a run ends whose tasks are all terminal (semantics §8): every task counts, not only the last ones.
final class RunOutcomes {
  private RunOutcomes() {}

  static RunOutcome of(RunState run) {
    boolean cancelled = false;
    boolean failed = false;
    boolean timedOut = false;
    boolean allSkipped = true;
    for (CompiledTask task : run.compiled().tasks()) {
      TaskState state = run.state(task.index());
      cancelled |= state == TaskState.CANCELLED;
      timedOut |= state == TaskState.TIMED_OUT;
      failed |= state.failed() && !task.node().allowFailure();
      allSkipped &= state.skipped() || task.node().kind() == TaskKind.SLOT_PARAMS && state == TaskState.SUCCESS;
    }
    if (run.cancelRequested() && cancelled) {
      return RunOutcome.CANCELLED;
    }
    if (failed || run.deadlineOver() && timedOut) {
      return RunOutcome.FAILED;
    }
    if (cancelled) {
      return RunOutcome.CANCELLED;
    }
    return allSkipped ? RunOutcome.SKIPPED : RunOutcome.SUCCESS;
  }
}
