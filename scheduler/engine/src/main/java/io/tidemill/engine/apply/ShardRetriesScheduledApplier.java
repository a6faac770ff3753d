package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;

final class ShardRetriesScheduledApplier {
  private ShardRetriesScheduledApplier() {}

  static void apply(ShardRetriesScheduled fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    for (int shard : fact.shards()) {
      state.assignments().remove(table.retry(shard, fact.dueAt()));
    }
    run.touch(fact.task());
  }
}
