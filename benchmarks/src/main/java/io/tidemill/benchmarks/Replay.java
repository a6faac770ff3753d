package io.tidemill.benchmarks;

import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.runtime.Recovery;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.List;

/// Reads the journal from its beginning and compares what follows from it with the query tables.
final class Replay {
  private static final int ENTRIES_AT_ONCE = 1000;

  private Replay() {}

  /// Number of task instances that were compared.
  ///
  /// @throws IllegalStateException at the first difference
  static int check(Cluster cluster) {
    int compared = 0;
    for (int partition = 0; partition < cluster.node().partitions(); partition++) {
      Recovery recovery = new Recovery(cluster.node().graphs());
      recovery.projected(0);
      List<JournalEntry> entries = cluster.store().journal().entries(partition, 0, ENTRIES_AT_ONCE);
      while (!entries.isEmpty()) {
        entries.forEach(recovery::entry);
        entries = cluster.store().journal().entries(partition, entries.getLast().sequence(), ENTRIES_AT_ONCE);
      }
      for (var dag : recovery.state().dags().values()) {
        for (RunState run : dag.runs().values()) {
          compared += compare(cluster, run);
        }
      }
    }
    return compared;
  }

  private static int compare(Cluster cluster, RunState run) {
    RunRow row = cluster.store().queries().run(run.dag(), run.number());
    RunOutcome outcome = run.outcome();
    String status = outcome == null ? "RUNNING" : outcome.name();
    check(run, "status", status, row == null ? "nothing" : row.status().name());
    List<TaskRow> tasks = cluster.store().queries().tasks(run.dag(), run.number());
    int next = 0;
    for (int task = 0; task < run.compiled().size(); task++) {
      Instance instance = run.instance(task);
      if (instance == null) {
        continue;
      }
      TaskRow found = tasks.get(next++);
      check(run, "state", run.state(task).ordinal(), found.state());
      check(run, "attempt", instance.attempt, found.attempt());
      check(run, "end", instance.endedAt, found.endedAt());
    }
    return next;
  }

  private static void check(RunState run, String what, Object journal, Object table) {
    if (!journal.equals(table)) {
      throw new IllegalStateException("Expected " + what + " of run " + run.dag() + "/" + run.number()
          + " to be the same in journal and tables, but found " + journal + " and " + table);
    }
  }
}
