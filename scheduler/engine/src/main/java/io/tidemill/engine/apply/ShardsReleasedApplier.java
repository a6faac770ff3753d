package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;

final class ShardsReleasedApplier {
  private ShardsReleasedApplier() {}

  static void apply(ShardsReleased fact, RunState run, PartitionState state, long at) {
    ShardTable table = run.shards(fact.task());
    for (int shard : fact.shards()) {
      state.assignments().remove(table.move(shard, ShardState.READY));
    }
    table.dropDue(at);
    run.touch(fact.task());
    state.offer(run, fact.task());
  }
}
