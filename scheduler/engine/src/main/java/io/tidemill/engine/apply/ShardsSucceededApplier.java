package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;

final class ShardsSucceededApplier {
  private ShardsSucceededApplier() {}

  static void apply(ShardsSucceeded fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    ranOn(table, fact.shards());
    for (int i = 0; i < fact.ranMillis().length; i++) {
      if (fact.shards()[i] >= 0) {
        table.ran(fact.shards()[i], fact.ranMillis()[i]);
      }
    }
    for (int shard : fact.shards()) {
      if (shard >= 0) {
        state.assignments().remove(table.move(shard, ShardState.SUCCESS));
      }
    }
    table.blocks().add(new ShardBlock(fact.results(), fact.shards()));
    Instance instance = run.begin(fact.task());
    instance.spent = instance.spent.plus(fact.spent());
    run.touch(fact.task());
    state.offer(run, fact.task());
  }

  /// All shards of a fact are of one assignment.
  private static void ranOn(ShardTable table, int[] shards) {
    for (int shard : shards) {
      if (shard >= 0) {
        ShardAssignment assignment = table.assignments().get(table.nonce(shard));
        if (assignment != null) {
          table.ranOn(shards, assignment.agent());
        }
        return;
      }
    }
  }
}
