package io.tidemill.engine.apply;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;

final class ShardFailedApplier {
  private ShardFailedApplier() {}

  static void apply(ShardFailed fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    switch (fact.failure().kind()) {
      case FAILED, TIMED_OUT -> table.countFailure(fact.shard());
      case LOST -> table.countLoss(fact.shard());
      case CANCELLED, RELEASED, LOST_BESIDE -> {
        // None of them costs budget.
      }
    }
    if (fact.failure().kind() != Failure.Kind.RELEASED) {
      table.ranOn(new int[]{fact.shard()}, fact.agent());
      table.ran(fact.shard(), (int) Math.min(Integer.MAX_VALUE - 1, fact.timing().spent().ranMicros() / 1000));
    }
    Instance instance = run.begin(fact.task());
    instance.spent = instance.spent.plus(fact.timing().spent());
    run.touch(fact.task());
    state.offer(run, fact.task());
  }
}
