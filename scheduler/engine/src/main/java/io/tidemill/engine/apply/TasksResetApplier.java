package io.tidemill.engine.apply;

import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.state.RunState;
import java.util.BitSet;

final class TasksResetApplier {
  private TasksResetApplier() {}

  static void apply(TasksReset fact, RunState run) {
    BitSet kept = new BitSet();
    for (int task : fact.kept()) {
      kept.set(task);
    }
    for (int task : fact.tasks()) {
      run.reset(task, kept.get(task));
    }
  }
}
