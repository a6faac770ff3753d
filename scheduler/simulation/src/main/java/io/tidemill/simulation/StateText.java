package io.tidemill.simulation;

import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timer;
import io.tidemill.engine.state.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The state of a partition as text, all of it, so that two can be compared and a difference be read.
final class StateText {
  private final StringBuilder text = new StringBuilder();

  private StateText() {}

  /// The active runs, by dag and run number.
  ///
  /// @param leftOut DAGs to leave out
  static Map<String, String> active(PartitionState state, Set<Integer> leftOut) {
    Map<String, String> runs = new TreeMap<>();
    for (DagState dag : state.dags().values()) {
      for (RunState run : dag.runs().values()) {
        if (run.outcome() == null && !leftOut.contains(run.dag())) {
          runs.put(dag.number() + "/" + run.number(), of(run, state));
        }
      }
    }
    return runs;
  }

  /// Newest run number of each DAG that has runs.
  ///
  /// @param leftOut DAGs to leave out
  static Map<Integer, Long> lastRuns(PartitionState state, Set<Integer> leftOut) {
    Map<Integer, Long> last = new TreeMap<>();
    state.dags()
        .values()
        .stream()
        .filter(dag -> dag.lastRun() > 0 && !leftOut.contains(dag.number()))
        .forEach(dag -> last.put(dag.number(), dag.lastRun()));
    return last;
  }

  /// One run, with the timers that are set for it.
  static String of(RunState run, PartitionState state) {
    StateText text = new StateText();
    text.run(run);
    for (Timer timer : state.timers()) {
      if (timer.dag() == run.dag() && timer.number() == run.number()) {
        text.line("  timer", timer.owner(), timer.task(), "at", timer.at());
      }
    }
    state.assignments()
        .all()
        .stream()
        .filter(entry -> entry.run() == run)
        .sorted(Comparator.comparingLong(Entry::nonce))
        .forEach(entry -> text.line("  with agent", entry.agent(), "task", entry.task(), "nonce", entry.nonce()));
    return text.text.toString();
  }

  /// One run.
  static String of(RunState run) {
    StateText text = new StateText();
    text.run(run);
    return text.text.toString();
  }

  private void run(RunState run) {
    line("run", run.dag(), run.number(), "version", run.plan().version(), "key", run.key(), "params", of(run.params()),
        "trigger", run.trigger());
    line(" created", run.createdAt(), "active since", run.activeSince(), "started", run.startedAt(), "ended",
        run.endedAt(), run.outcome(), "open", run.open(), "cancel", run.cancelRequested(), run.cancelReason());
    for (int task = 0; task < run.plan().size(); task++) {
      line(" task", task, run.state(task), "waits for", run.unresolved(task));
      Instance instance = run.instance(task);
      if (instance != null) {
        instance(instance);
      }
      ShardTable table = run.table(task);
      if (table != null) {
        table(table);
      }
    }
  }

  private void instance(Instance i) {
    line("  attempt", i.attempt, "failures", i.failures, "losses", i.losses, "of shards", i.shardAttempts, "nonce",
        i.nonce, "agent", i.agent,
        "ready",
        i.readyAt, i.lastReadyAt, "started", i.startedAt, "ended", i.endedAt, "due", i.dueAt, "timed out", i.timedOut,
        "output", of(i.output), "spent", i.spent);
  }

  private void table(ShardTable table) {
    line("  shards", table.size(), "retries", table.retriesUsed(), "keys", of(table.keys()), "elements",
        of(table.elements()), "due", table.due());
    for (int shard = 0; shard < table.size(); shard++) {
      line("   shard", shard, table.state(shard), "attempt", table.attempt(shard), "failures", table.failures(shard),
          "losses", table.losses(shard), "nonce", table.nonce(shard));
    }
    for (ShardAssignment a : table.assignments().values()) {
      line("   assignment", a.nonce(), "agent", a.agent(), "at", a.at(), "timed out", a.timedOut(), "open", a.open());
    }
    table.blocks().forEach(block -> line("   block", Arrays.toString(block.indexes()), of(block.value())));
  }

  private void line(@Nullable Object... words) {
    for (int i = 0; i < words.length; i++) {
      text.append(i == 0 ? "" : " ").append(words[i]);
    }
    text.append('\n');
  }

  private static String of(@Nullable Value value) {
    return value == null
        ? "-"
        : value.id() + ":" + value.size() + ":" + value.variant() + ":" + Arrays.hashCode(value.inline());
  }

  /// The lines in which two texts differ.
  static String difference(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return "expected " + one + "\nfound " + other;
    }
    String[] expected = one.split("\n");
    String[] found = other.split("\n");
    StringBuilder different = new StringBuilder();
    for (int i = 0; i < Math.max(expected.length, found.length); i++) {
      String left = i < expected.length ? expected[i] : "nothing";
      String right = i < found.length ? found[i] : "nothing";
      if (!left.equals(right)) {
        different.append("\n  expected ").append(left).append("\n  found    ").append(right);
      }
    }
    return different.toString();
  }
}
