package io.tidemill.engine;

import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// Copies runs the way a snapshot does: only what cannot be derived.
final class Snapshots {
  private Snapshots() {}

  /// A state recovered from snapshots of all runs of another.
  static PartitionState recover(PartitionState from) {
    PartitionState to = new PartitionState(from.plans(), from.decoder());
    from.dags().values().forEach(dag -> {
      dag.runs().values().forEach(run -> to.restore(copy(run)));
      dag.keys().forEach(to.dag(dag.number())::remember);
      to.dag(dag.number()).sawRun(dag.lastRun());
    });
    to.sawTime(from.lastTime());
    return to;
  }

  static RunState copy(RunState from) {
    RunState to = new RunState(from.dag(), from.number(), from.plan(), from.key(), from.params(), from.trigger(),
        from.createdAt());
    to.restore(from.startedAt(), from.endedAt(), from.cancelRequested(), from.cancelReason(), from.outcome());
    to.restoreActiveSince(from.activeSince());
    for (int task = 0; task < from.plan().size(); task++) {
      Instance instance = from.instance(task);
      ShardTable table = from.table(task);
      to.restore(task, from.state(task), instance == null ? null : copy(instance), table == null ? null : copy(table));
    }
    to.recount();
    return to;
  }

  private static Instance copy(Instance from) {
    Instance to = new Instance();
    to.attempt = from.attempt;
    to.shardAttempts = from.shardAttempts;
    to.failures = from.failures;
    to.losses = from.losses;
    to.nonce = from.nonce;
    to.agent = from.agent;
    to.readyAt = from.readyAt;
    to.lastReadyAt = from.lastReadyAt;
    to.startedAt = from.startedAt;
    to.endedAt = from.endedAt;
    to.dueAt = from.dueAt;
    to.timedOut = from.timedOut;
    to.output = from.output;
    to.spent = from.spent;
    return to;
  }

  private static ShardTable copy(ShardTable from) {
    ShardTable to = new ShardTable(from.size(), io.tidemill.engine.state.ShardState.WAITING, from.keys(),
        from.elements());
    to.restoreRetriesUsed(from.retriesUsed());
    Map<Long, ShardAssignment> assignments = new HashMap<>();
    from.assignments().values().forEach(a -> {
      ShardAssignment copied = new ShardAssignment(a.nonce(), a.agent(), a.at());
      if (a.timedOut()) {
        copied.timeOut();
      }
      assignments.put(a.nonce(), copied);
      to.assignments().put(a.nonce(), copied);
    });
    for (int shard = 0; shard < from.size(); shard++) {
      to.restore(shard, from.state(shard), from.attempt(shard), from.failures(shard),
          assignments.get(from.nonce(shard)));
      to.restoreLosses(shard, from.losses(shard));
    }
    to.blocks().addAll(from.blocks());
    from.due().forEach((at, shards) -> to.due().put(at, new ArrayList<>(shards)));
    return to;
  }
}
