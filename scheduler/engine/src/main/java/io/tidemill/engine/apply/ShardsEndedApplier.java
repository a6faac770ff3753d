package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;

final class ShardsEndedApplier {
  private ShardsEndedApplier() {}

  static void apply(ShardsEnded fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    for (int shard : fact.shards()) {
      state.assignments().remove(table.move(shard, fact.state()));
    }
    table.dropDue(0);
    run.touch(fact.task());
    state.offer(run, fact.task());
  }
}
