package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;

final class ShardsResetApplier {
  private ShardsResetApplier() {}

  static void apply(ShardsReset fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    int alignedWith = run.plan().task(fact.task()).alignedWith();
    ShardTable before = alignedWith < 0 ? null : run.shards(alignedWith);
    for (int shard : fact.shards()) {
      table.reopen(shard,
          before == null || before.state(shard) == ShardState.SUCCESS ? ShardState.READY : ShardState.WAITING);
    }
    run.begin(fact.task()).endedAt = 0;
    run.move(fact.task(), TaskState.RUNNING);
    state.offer(run, fact.task());
  }
}
