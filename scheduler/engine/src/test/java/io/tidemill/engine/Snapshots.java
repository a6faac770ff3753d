package io.tidemill.engine;

import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.Coverage;
import io.tidemill.engine.state.DagLinks;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.LatenessWatch;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Copies runs the way a snapshot does: only what cannot be derived.
final class Snapshots {
  private Snapshots() {}

  /// A state recovered from snapshots of all runs of another.
  static PartitionState recover(PartitionState from) {
    PartitionState to = new PartitionState(from.graphs(), from.decoder());
    from.pauses().forEach((tag, pauses) -> copy(pauses, to.pause(tag)));
    from.maintenance().values().forEach(to::set);
    from.dags().values().forEach(dag -> {
      copy(dag, to.dag(dag.number()));
      to.arm(to.dag(dag.number()));
      dag.runs().values().forEach(run -> to.restore(copy(run)));
      dag.keys().forEach(to.dag(dag.number())::remember);
      to.dag(dag.number()).sawRun(dag.lastRun());
      to.dag(dag.number()).answers().restore(List.copyOf(dag.answers().all()));
    });
    to.sawTime(from.lastTime());
    return to;
  }

  private static void copy(PauseHistory from, PauseHistory to) {
    from.ended().forEach(to::add);
    to.begin(from.since(), from.by());
    from.commands().forEach(to::apply);
  }

  private static void copy(DagLinks from, DagLinks to) {
    from.messages().sent().forEach(to.messages()::sent);
    from.messages().taken().forEach(to.messages()::taken);
    to.addresses().putAll(from.addresses());
    to.partition(from.partition());
    to.assetWait().declare(from.assetWait().node());
    from.assetWait().pending().values().forEach(to.assetWait()::restore);
    to.held().addAll(from.held());
    from.required().known().forEach((of, coverage) -> copy(coverage, to.required().of(of.dag(), of.schedule())));
    AssetState asset = from.assetOrNull();
    if (asset != null) {
      asset.newest().forEach(to.asset()::add);
      to.asset().saw(asset.last());
      to.asset().subscribers().putAll(asset.subscribers());
    }
  }

  private static void copy(Coverage from, Coverage to) {
    from.covered().forEach(to::cover);
    from.problems().forEach((at, problem) -> to.miss(at, problem.until(), problem.text()));
  }

  private static void copy(DagState from, DagState to) {
    to.activate(from.id(), from.version(), from.tags(), from.overlap());
    to.heldBy(from.heldBy());
    copy(from.pauses(), to.pauses());
    to.waiting().addAll(from.waiting());
    from.backfills().values().forEach(backfill -> {
      BackfillState copy = new BackfillState(from.id(), backfill.number(), backfill.spec(), backfill.pending(), backfill
          .totals(), backfill.createdAt());
      copy.restore(backfill.status(), backfill.counts(), backfill.lastRun(), backfill.changedAt());
      to.add(copy);
    });
    copy(from.links(), to.links());
    to.sawBackfills(from.lastBackfill(), from.endedBackfillRun());
    from.schedules().values().forEach(schedule -> {
      ScheduleNode node = schedule.node();
      if (node == null) {
        to.schedule(schedule.name()).decided(schedule.cursor());
      } else {
        to.schedule(schedule.name()).declare(from.id(), node, schedule.cursor(), schedule.since());
      }
      schedule.history().results().forEach(to.schedule(schedule.name()).history()::note);
      to.schedule(schedule.name()).history().noteSuccess(schedule.history().lastSuccess());
      copy(schedule.coverage(), to.schedule(schedule.name()).coverage());
      to.schedule(schedule.name()).subscribers().putAll(schedule.subscribers());
      for (LatenessKind kind : LatenessKind.values()) {
        LatenessWatch watch = schedule.lateness(kind);
        if (watch.limitMillis() > 0) {
          to.schedule(schedule.name()).lateness(kind).restore(watch.cursor(), watch.met());
        }
      }
    });
  }

  static RunState copy(RunState from) {
    RunState to = new RunState(from.dag(), from.number(), from.compiled(), from.key(), from.given(), from.trigger(),
        from.createdAt());
    to.restore(from.startedAt(), from.endedAt(), from.cancelRequested(), from.cancelReason(), from.outcome());
    to.restoreActiveSince(from.activeSince());
    to.restoreStop(from.cancelledAt(), from.deadlineOver(), from.cleanUpStopped());
    for (int task = 0; task < from.compiled().size(); task++) {
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
    to.version = from.version;
    to.previous = from.previous == null ? null : copy(from.previous);
    to.keepsShards = from.keepsShards;
    to.marked = from.marked;
    return to;
  }

  private static ShardTable copy(ShardTable from) {
    ShardTable to = new ShardTable(from.size(), io.tidemill.engine.state.ShardState.WAITING, from.keys(),
        from.elements());
    to.restoreRetriesUsed(from.retriesUsed());
    to.restoreAgents(from.agents());
    if (from.order() != null) {
      to.restoreOrder(from.order());
    }
    Map<Long, ShardAssignment> assignments = new HashMap<>();
    from.assignments().values().forEach(a -> {
      ShardAssignment copied = new ShardAssignment(a.nonce(), a.agent(), a.at());
      assignments.put(a.nonce(), copied);
      to.assignments().put(a.nonce(), copied);
    });
    for (int shard = 0; shard < from.size(); shard++) {
      to.restore(shard, from.state(shard), from.attempt(shard), from.failures(shard),
          assignments.get(from.nonce(shard)));
      to.restoreLosses(shard, from.losses(shard));
      to.restoreRanOn(shard, (byte) (from.agents().indexOf(from.ranOn(shard)) + 1));
      if (from.ranMillis(shard) >= 0) {
        to.ran(shard, from.ranMillis(shard));
      }
    }
    to.blocks().addAll(from.blocks());
    from.due().forEach((at, shards) -> to.due().put(at, new ArrayList<>(shards)));
    return to;
  }
}
