package io.tidemill.engine;

import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
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
      portrait.line("dag", dag.number(), "last run", dag.lastRun(), "keys", dag.keys());
      for (RunState run : dag.runs().values()) {
        portrait.run(run);
        portrait.ready(run, ready);
      }
    }
    portrait.line("timers", state.timers());
    portrait.line("with agents", held(state));
    portrait.line("may start", ready);
    return portrait.text.toString();
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
    for (int task = 0; task < run.plan().size(); task++) {
      ShardTable table = run.table(task);
      if (table == null ? run.state(task) == TaskState.READY : table.count(ShardState.READY) > 0) {
        ready.add(run.number() + "/" + run.plan().task(task).id());
      }
    }
  }

  private void run(RunState run) {
    line("run", run.number(), "version", run.plan().version(), "key", run.key(), "params", value(run.params()),
        "trigger", run.trigger(),
        "created",
        run.createdAt(), "since", run.activeSince(), "started", run.startedAt(), "ended", run.endedAt(), "cancel",
        run.cancelRequested(), run.cancelReason(), "outcome", run.outcome(), "open", run.open());
    for (int task = 0; task < run.plan().size(); task++) {
      line(" task", run.plan().task(task).id(), run.state(task), "unresolved", run.unresolved(task));
      Instance i = run.instance(task);
      if (i != null) {
        line("  attempt", i.attempt, "of shards", i.shardAttempts, "failures", i.failures, "losses", i.losses, "nonce",
            i.nonce, "agent", i.agent, "ready",
            i.readyAt, i.lastReadyAt, "started", i.startedAt, "ended", i.endedAt, "due", i.dueAt, "timed out",
            i.timedOut,
            "output", value(i.output), "spent", i.spent);
      }
      ShardTable table = run.table(task);
      if (table != null) {
        table(table);
      }
    }
  }

  private void table(ShardTable table) {
    line("  shards", table.size(), "keys", value(table.keys()), "elements", value(table.elements()), "retries",
        table.retriesUsed(), "due", table.due());
    for (int shard = 0; shard < table.size(); shard++) {
      line("   shard", shard, table.state(shard), "attempt", table.attempt(shard), "failures", table.failures(shard),
          "losses", table.losses(shard), "nonce", table.nonce(shard));
    }
    for (ShardState state : ShardState.values()) {
      line("   ", state, table.count(state));
    }
    table.assignments()
        .values()
        .forEach(a -> line("   assignment", a.nonce(), "agent", a.agent(), "at", a.at(), "open", a.open(), "timed out",
            a.timedOut()));
    table.blocks().forEach(b -> line("   block", value(b.value()), Arrays.toString(b.indexes())));
  }

  private static String value(Value value) {
    return value == null
        ? "none"
        : value.id() + ":" + value.size() + ":" + value.variant() + ":" + Arrays.toString(value.inline());
  }

  private void line(Object... words) {
    for (Object word : words) {
      text.append(word).append(' ');
    }
    text.append('\n');
  }
}
