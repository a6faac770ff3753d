package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;

final class ShardsAssignedApplier {
  private ShardsAssignedApplier() {}

  static void apply(ShardsAssigned fact, RunState run, PartitionState state, long at) {
    ShardTable table = run.shards(fact.task());
    ShardAssignment assignment = new ShardAssignment(fact.nonce(), fact.agent(), at);
    for (int shard : fact.shards()) {
      table.assign(shard, assignment);
    }
    state.assignments().add(run, fact.task(), fact.agent(), fact.nonce());
    run.begin(fact.task()).version = run.compiled().version();
    run.started(at);
    run.touch(fact.task());
  }
}
