package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;

final class ShardsResetApplier {
  private ShardsResetApplier() {}

  static void apply(ShardsReset fact, RunState run, PartitionState state, long at) {
    ShardTable table = run.shards(fact.task());
    int alignedWith = run.compiled().task(fact.task()).alignedWith();
    ShardTable before = alignedWith < 0 ? null : run.shards(alignedWith);
    for (int shard : fact.shards()) {
      table.reopen(shard,
          before == null || before.state(shard) == ShardState.SUCCESS ? ShardState.READY : ShardState.WAITING);
    }
    table.restoreRetriesUsed(0);
    Instance instance = run.begin(fact.task());
    instance.readyAt = at;
    instance.startedAt = at;
    instance.endedAt = 0;
    instance.timedOut = false;
    run.move(fact.task(), TaskState.RUNNING);
    state.offer(run, fact.task());
  }
}
