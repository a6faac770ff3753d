package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardedTaskEnded;
import io.tidemill.engine.state.RunState;

final class ShardedTaskEndedApplier {
  private ShardedTaskEndedApplier() {}

  static void apply(ShardedTaskEnded fact, RunState run, long at) {
    run.begin(fact.task()).endedAt = at;
    run.move(fact.task(), fact.state());
  }
}
