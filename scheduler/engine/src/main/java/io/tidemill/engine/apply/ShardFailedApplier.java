package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;

final class ShardFailedApplier {
  private ShardFailedApplier() {}

  static void apply(ShardFailed fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    switch (fact.failure().kind()) {
      case FAILED, TIMED_OUT -> table.countFailure(fact.shard());
      case LOST -> table.countLoss(fact.shard());
      case CANCELLED, RELEASED -> {
        // Neither costs budget.
      }
    }
    Instance instance = run.begin(fact.task());
    instance.spent = instance.spent.plus(new ResourceUsage(fact.ranMicros(), fact.cpuMicros(), fact.peakBytes()));
    run.touch(fact.task());
    state.offer(run, fact.task());
  }
}
