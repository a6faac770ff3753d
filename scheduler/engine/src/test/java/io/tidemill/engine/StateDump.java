package io.tidemill.engine;

import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagLinks;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.LatenessWatch;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.util.Arrays;
import java.util.TreeSet;

/// Everything a partition knows, as text: two states are deeply equal if their portraits are.
///
/// Left out are notes of what changed, hints where to look first, and the order of the ready queue, which only decides who goes
/// first.
public final class StateDump {
  private final StringBuilder text = new StringBuilder();

  private StateDump() {}

  public static String of(PartitionState state) {
    StateDump portrait = new StateDump();
    TreeSet<String> ready = new TreeSet<>();
    for (DagState dag : state.dags().values()) {
      portrait.line("dag", dag.number(), "last run", dag.lastRun(), "keys", dag.keys(), "answers", dag.answers().all());
      portrait.line(" id", dag.id(), "version", dag.version(), "tags", dag.tags(), "overlap", dag.overlap(), "paused",
          pauses(dag.pauses()), "held by", dag.heldBy(), "slot runs", dag.slotRuns(),
          "waiting", dag.waiting());
      for (ScheduleState schedule : dag.schedules().values()) {
        portrait.line(" schedule", schedule.name(), schedule.node(), "cursor", schedule.cursor(), "since",
            schedule.since(), "next", schedule.next(), "history", schedule.history().results(),
            schedule.history().lastSuccess(), schedule.coverage().covered(), schedule.coverage().problems(),
            schedule.subscribers());
        for (LatenessKind kind : LatenessKind.values()) {
          LatenessWatch watch = schedule.lateness(kind);
          // Where nothing is expected, what was checked is of no use.
          if (watch.limitMillis() > 0) {
            portrait.line("  ", kind, watch.limitMillis(), "checked", watch.cursor(), "met", watch.met(), "next",
                watch.next());
          }
        }
      }
      portrait.links(dag.links());
      portrait.line(" backfills up to", dag.lastBackfill(), "ended with run", dag.endedBackfillRun());
      for (BackfillState backfill : dag.backfills().values()) {
        BackfillSpec spec = backfill.spec();
        portrait.line(" backfill", backfill.number(), spec.node(), spec.from(), spec.until(), spec.reprocess(),
            spec.order(), spec.concurrency(), value(spec.params()), spec.by(), backfill.status(), "pending",
            backfill.pending(), "active", backfill.active(), "of these", backfill.unstopped(), backfill.counts(),
            backfill.totals(), backfill.createdAt(), backfill.changedAt(), backfill.lastRun());
      }
      for (RunState run : dag.runs().values()) {
        portrait.run(run);
        portrait.ready(run, ready);
      }
    }
    portrait.line("maintenance", state.maintenance().values());
    portrait.line("pauses",
        state.pauses().entrySet().stream().map(each -> each.getKey() + " " + pauses(each.getValue())).toList());
    portrait.line("timers", state.timers());
    portrait.line("timers of schedules", state.slotTimers());
    portrait.line("with agents", held(state));
    portrait.line("may start", ready);
    return portrait.text.toString();
  }

  private void links(DagLinks links) {
    line(" sent", links.messages().sent(), "taken", links.messages().taken(), "addresses", links.addresses(),
        "partition",
        links.partition(), "on", links.assetWait().node(), links.assetWait().pending(), "held", links.held());
    links.required()
        .known()
        .forEach((of, coverage) -> line(" required", of, coverage.covered(), coverage.problems()));
    AssetState asset = links.assetOrNull();
    if (asset != null) {
      line(" asset", asset.last(), asset.newest(), asset.subscribers());
    }
  }

  /// What is with agents by the index, one line an entry.
  static TreeSet<String> held(PartitionState state) {
    TreeSet<String> held = new TreeSet<>();
    state.assignments()
        .all()
        .forEach(
            e -> held.add(e.agent() + " has " + e.nonce() + " of task " + e.task() + " in run " + e.run().number()));
    return held;
  }

  private void ready(RunState run, TreeSet<String> ready) {
    for (int task = 0; task < run.compiled().size(); task++) {
      ShardTable table = run.table(task);
      if (table == null ? run.state(task) == TaskState.READY : table.count(ShardState.READY) > 0) {
        ready.add(run.number() + "/" + run.compiled().task(task).id());
      }
    }
  }

  private void run(RunState run) {
    line("run", run.number(), "version", run.compiled().version(), "key", run.key(), "params", value(run.given()),
        "trigger", run.trigger(),
        "created",
        run.createdAt(), "since", run.activeSince(), "started", run.startedAt(), "ended", run.endedAt(), "cancel",
        run.cancelRequested(), run.cancelReason(), run.cancelledAt(), run.deadlineOver(), run.cleanUpStopped(),
        "outcome", run.outcome(), "open", run.open());
    for (int task = 0; task < run.compiled().size(); task++) {
      line(" task", run.compiled().task(task).id(), run.state(task), "unresolved", run.unresolved(task));
      Instance i = run.instance(task);
      if (i != null) {
        line("  attempt", i.attempt, "of shards", i.shardAttempts, "failures", i.failures, "losses", i.losses, "nonce",
            i.nonce, "agent", i.agent, "ready",
            i.readyAt, i.lastReadyAt, "started", i.startedAt, "ended", i.endedAt, "due", i.dueAt, "timed out",
            i.timedOut,
            "output", value(i.output), "spent", i.spent, "version", i.version, "marked", i.marked);
        if (i.previous != null) {
          line("  before it was reset", i.keepsShards);
          table(i.previous);
        }
      }
      ShardTable table = run.table(task);
      if (table != null) {
        table(table);
      }
    }
  }

  private void table(ShardTable table) {
    line("  shards", table.size(), "keys", value(table.keys()), "elements", value(table.elements()), "retries",
        table.retriesUsed(), "due", table.due(), "order", Arrays.toString(table.order()));
    for (int shard = 0; shard < table.size(); shard++) {
      line("   shard", shard, table.state(shard), "attempt", table.attempt(shard), "failures", table.failures(shard),
          "losses", table.losses(shard), "nonce", table.nonce(shard), "ran",
          table.ranMillis(shard), table.ranOn(shard));
    }
    for (ShardState state : ShardState.values()) {
      line("   ", state, table.count(state));
    }
    table.assignments()
        .values()
        .forEach(a -> line("   assignment", a.nonce(), "agent", a.agent(), "at", a.at(), "open", a.open()));
    table.blocks().forEach(b -> line("   block", value(b.value()), Arrays.toString(b.indexes())));
  }

  private static String pauses(PauseHistory pauses) {
    return pauses.since() + " " + pauses.by() + " " + pauses.ended() + " " + pauses.commands();
  }

  private static String value(Value value) {
    return value == null
        ? "none"
        : value.id() + ":" + value.size() + ":" + value.variant() + ":" + value.hash() + ":"
            + Arrays.toString(value.inline());
  }

  private void line(Object... words) {
    for (Object word : words) {
      text.append(word).append(' ');
    }
    text.append('\n');
  }
}
