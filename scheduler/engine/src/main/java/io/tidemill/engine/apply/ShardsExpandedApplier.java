package io.tidemill.engine.apply;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.graph.CompiledGraph.Edge;
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
    CompiledTask task = run.compiled().task(fact.task());
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
    ShardTable table = table(fact, first, instance);
    if (fact.again() == null && instance.previous != null) {
      forget(run, fact.task());
    }
    instance.previous = null;
    instance.keepsShards = false;
    run.table(fact.task(), table);
    run.move(fact.task(), TaskState.RUNNING);
    state.offer(run, fact.task());
  }

  private static ShardTable table(ShardsExpanded fact, ShardState first, Instance instance) {
    ShardsExpanded.Again again = fact.again();
    if (again != null) {
      ShardTable before = instance.previous == null ? new ShardTable(0, first, null, null) : instance.previous;
      return ShardTable.following(before, fact.count(), first, fact.keys(), fact.elements(), again.order(),
          again.kept());
    }
    ShardTable table = new ShardTable(fact.count(), first, fact.keys(), fact.elements());
    table.continueAfter(instance.shardAttempts);
    return table;
  }

  /// Shards that are counted anew do not go with those that tasks aligned with them had before.
  private static void forget(RunState run, int task) {
    for (Edge edge : run.compiled().task(task).out()) {
      Instance aligned = edge.kind() == EdgeKind.ALIGNED ? run.instance(edge.to()) : null;
      if (aligned != null && aligned.previous != null) {
        aligned.previous = null;
        aligned.keepsShards = false;
        run.touch(edge.to());
        forget(run, edge.to());
      }
    }
  }
}
