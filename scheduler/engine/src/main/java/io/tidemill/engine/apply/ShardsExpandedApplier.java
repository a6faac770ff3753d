package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;

final class ShardsExpandedApplier {
  private ShardsExpandedApplier() {}

  static void apply(ShardsExpanded fact, RunState run, PartitionState state, long at) {
    CompiledTask task = run.plan().task(fact.task());
    ShardState first = task.aligned() ? ShardState.WAITING : ShardState.READY;
    Instance instance = run.begin(fact.task());
    if (instance.readyAt == 0) {
      instance.readyAt = at;
    }
    if (instance.startedAt == 0) {
      instance.startedAt = at;
    }
    state.assignments().remove(instance.agent, instance.nonce);
    instance.agent = 0;
    instance.timedOut = false;
    ShardTable table = new ShardTable(fact.count(), first, fact.keys(), fact.elements());
    table.continueAfter(instance.shardAttempts);
    run.table(fact.task(), table);
    run.move(fact.task(), TaskState.RUNNING);
    state.offer(run, fact.task());
  }
}
