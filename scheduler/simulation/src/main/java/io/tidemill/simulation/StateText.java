package io.tidemill.simulation;

import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.AssignmentIndex.Entry;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagLinks;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.LatenessWatch;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timer;
import io.tidemill.engine.state.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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

  /// Answers to commands of each DAG that are kept.
  ///
  /// @param leftOut DAGs to leave out
  static Map<Integer, String> answers(PartitionState state, Set<Integer> leftOut) {
    Map<Integer, String> answers = new TreeMap<>();
    state.dags()
        .values()
        .stream()
        .filter(dag -> dag.answers().last() > 0 && !leftOut.contains(dag.number()))
        .forEach(dag -> answers.put(dag.number(), dag.answers().all().toString()));
    return answers;
  }

  /// What is known of schedules, with their timers.
  ///
  /// @param leftOut DAGs to leave out
  static String schedules(PartitionState state, Set<Integer> leftOut) {
    StateText text = new StateText();
    state.pauses().forEach((tag, pauses) -> text.line("paused", tag, pauses.since(), pauses.by(), pauses.ended()));
    state.maintenance().values().forEach(window -> text.line("maintenance", window));
    for (DagState dag : new TreeMap<>(state.dags()).values()) {
      if (leftOut.contains(dag.number())) {
        continue;
      }
      links(dag.links(), text);
      if (dag.version() == 0) {
        continue;
      }
      text.line("dag", dag.number(), dag.id(), dag.version(), dag.tags(), dag.overlap(), "paused",
          dag.pauses().since(), dag.pauses().by(), dag.pauses().ended(), "held by", dag.heldBy(), "runs",
          dag.slotRuns(), "waiting",
          dag.waiting());
      for (ScheduleState schedule : new TreeMap<>(dag.schedules()).values()) {
        text.line(" schedule", schedule.name(), schedule.node(), schedule.cursor(), schedule.since(), schedule.next(),
            schedule.history().results(), schedule.history().lastSuccess(), schedule.coverage().covered(),
            schedule.coverage().problems(), schedule.subscribers());
        for (LatenessKind kind : LatenessKind.values()) {
          LatenessWatch watch = schedule.lateness(kind);
          if (watch.limitMillis() > 0) {
            text.line("  ", kind, watch.limitMillis(), "checked", watch.cursor(), "met", watch.met(), watch.next());
          }
        }
      }
      text.line(" backfills up to", dag.lastBackfill(), "ended with run", dag.endedBackfillRun());
      for (BackfillState backfill : dag.backfills().values()) {
        if (!backfill.status().ended()) {
          text.line(" backfill", backfill.number(), backfill.spec().node(), backfill.spec().from(),
              backfill.spec().until(), backfill.status(), "pending", backfill.pending(), "active", backfill.active(),
              "of these", backfill.unstopped(), backfill.counts(), backfill.totals(), backfill.createdAt(),
              backfill.changedAt(), backfill.lastRun());
        }
      }
      Stream.concat(state.slotTimers().stream(), state.timers().stream())
          .filter(timer -> isOfDag(timer) && timer.dag() == dag.number())
          .forEach(timer -> text.line(" timer", timer.owner(), timer.number(), "at", timer.at()));
    }
    return text.text.toString();
  }

  private static void links(DagLinks links, StateText text) {
    // A DAG of which nothing is known is as good as none: a state that was recovered does not have it.
    boolean known = !links.messages().sent().isEmpty() || !links.messages().taken().isEmpty()
        || !links.addresses().isEmpty() || links.partition() != 0 || links.assetWait().node() != null
        || !links.assetWait().pending().isEmpty() || !links.held().isEmpty();
    if (known) {
      text.line("sent", links.messages().sent(), "taken", links.messages().taken(), "addresses", links.addresses(),
          "partition", links.partition(), "on", links.assetWait().node(), links.assetWait().pending(), "held",
          links.held());
    }
    links.required()
        .known()
        .forEach((of, coverage) -> text.line("required", of, coverage.covered(), coverage.problems()));
    AssetState asset = links.assetOrNull();
    if (asset != null) {
      text.line("asset", asset.last(), asset.newest(), asset.subscribers());
    }
  }

  private static boolean isOfDag(Timer timer) {
    return timer.owner() != Timer.Owner.RUN && timer.owner() != Timer.Owner.TASK;
  }

  /// One run, with the timers that are set for it.
  static String of(RunState run, PartitionState state) {
    StateText text = new StateText();
    text.run(run);
    for (Timer timer : state.timers()) {
      if (!isOfDag(timer) && timer.dag() == run.dag() && timer.number() == run.number()) {
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
    line("run", run.dag(), run.number(), "version", run.compiled().version(), "key", run.key(), "params",
        of(run.given()),
        "trigger", run.trigger());
    line(" created", run.createdAt(), "active since", run.activeSince(), "started", run.startedAt(), "ended",
        run.endedAt(), run.outcome(), "open", run.open(), "cancel", run.cancelRequested(), run.cancelReason(),
        run.cancelledAt(), run.deadlineOver(), run.cleanUpStopped(), "versions", run.compiled().versions());
    for (int task = 0; task < run.compiled().size(); task++) {
      line(" task", task, run.state(task), "waits for", run.unresolved(task));
      Instance instance = run.instance(task);
      if (instance != null) {
        instance(instance);
        if (instance.previous != null) {
          line("  before it was reset", instance.keepsShards);
          table(instance.previous);
        }
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
        "output", of(i.output), "spent", i.spent, "version", i.version, "marked", i.marked);
  }

  private void table(ShardTable table) {
    line("  shards", table.size(), "retries", table.retriesUsed(), "keys", of(table.keys()), "elements",
        of(table.elements()), "due", table.due(), "order",
        Arrays.toString(table.order()));
    for (int shard = 0; shard < table.size(); shard++) {
      line("   shard", shard, table.state(shard), "attempt", table.attempt(shard), "failures", table.failures(shard),
          "losses", table.losses(shard), "nonce", table.nonce(shard), "ran",
          table.ranMillis(shard), table.ranOn(shard));
    }
    for (ShardAssignment a : table.assignments().values()) {
      line("   assignment", a.nonce(), "agent", a.agent(), "at", a.at(), "open", a.open());
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
        : value.id() + ":" + value.size() + ":" + value.variant() + ":" + value.hash() + ":"
            + Arrays.hashCode(value.inline());
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
