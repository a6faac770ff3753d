package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

final class ShardedTaskStopRequestedApplier {
  private ShardedTaskStopRequestedApplier() {}

  static void apply(ShardedTaskStopRequested fact, RunState run) {
    run.begin(fact.task()).timedOut = fact.timedOut();
    run.move(fact.task(), TaskState.CANCELLING);
  }
}
