package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsStopRequested;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;

final class ShardsStopRequestedApplier {
  private ShardsStopRequestedApplier() {}

  static void apply(ShardsStopRequested fact, RunState run) {
    ShardAssignment assignment = run.shards(fact.task()).assignments().get(fact.nonce());
    if (assignment == null) {
      throw new IllegalStateException("Expected shards under way for " + fact + ", but there are none");
    }
    assignment.timeOut();
    run.touch(fact.task());
  }
}
