package io.tidemill.engine.decide;

import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import org.jspecify.annotations.Nullable;

/// Finds the run a report belongs to, if the report is of the current attempt (guarantees R6).
final class AttemptLookup {
  private AttemptLookup() {}

  /// The run, or null if the report is stale.
  static @Nullable RunState attempt(PartitionState state, int dag, long number, int task, int attempt, long nonce) {
    RunState run = state.run(dag, number);
    if (run == null || task < 0 || task >= run.compiled().size() || !run.state(task).active()) {
      return null;
    }
    Instance instance = run.instance(task);
    boolean current = instance != null && instance.attempt == attempt && instance.nonce == nonce
        && run.table(task) == null;
    return current ? run : null;
  }
}
