package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares the query tables with what the journal says up to the entry they claim to hold.
final class TableChecks {
  private TableChecks() {}

  /// @param held DAGs whose tables are behind
  static void check(Queries tables, PartitionState state, Set<Integer> held, JournalFacts journalFacts,
      long projected) {
    for (DagState dag : state.dags().values()) {
      if (held.contains(dag.number())) {
        continue;
      }
      for (RunState run : dag.runs().values()) {
        check(tables, run, journalFacts, projected);
      }
    }
  }

  private static void check(Queries tables, RunState run, JournalFacts journalFacts, long projected) {
    String id = run.dag() + "/" + run.number();
    equal(id, row(run), row(tables.run(run.dag(), run.number())));
    List<String> expected = new ArrayList<>();
    for (int task = 0; task < run.compiled().size(); task++) {
      Instance instance = run.instance(task);
      if (instance != null) {
        expected.add(row(run, task, instance));
      }
    }
    List<String> found = tables.tasks(run.dag(), run.number()).stream().map(TableChecks::row).toList();
    equal(id, String.join("\n", expected), String.join("\n", found));
    long failures = journalFacts.failures.getOrDefault(id, Map.of())
        .values()
        .stream()
        .filter(n -> n <= projected)
        .count();
    int rows = tables.failures(run.dag(), run.number(), -1, Integer.MAX_VALUE).size();
    require(rows == failures, Invariant.TABLES_ARE_JOURNAL,
        "run " + id + " has " + failures + " failures up to entry " + projected + ", but " + rows + " rows");
  }

  private static void equal(String id, String expected, String found) {
    require(expected.equals(found), Invariant.TABLES_ARE_JOURNAL, "run " + id + StateText.difference(expected, found));
  }

  private static String row(RunState run) {
    int failed = 0;
    for (int task = 0; task < run.compiled().size(); task++) {
      failed += run.state(task).failed() ? 1 : 0;
    }
    String status = run.outcome() != null ? run.outcome().name() : run.cancelRequested() ? "CANCELLING" : "RUNNING";
    return words(run.compiled().version(), status, run.key(), run.createdAt(), run.startedAt(), run.endedAt(),
        Arrays.hashCode(run.params().inline()), run.params().id(), run.compiled().size(),
        run.compiled().size() - run.open(),
        failed);
  }

  private static String row(@Nullable RunRow row) {
    return row == null
        ? "no row"
        : words(row.version(), row.status(), row.key(), row.createdAt(), row.startedAt(), row.endedAt(),
            Arrays.hashCode(row.params()), row.paramsId(), row.tasks(), row.done(), row.failed());
  }

  private static String row(RunState run, int task, Instance i) {
    ShardTable table = run.table(task);
    Value output = i.output;
    return words(task, run.state(task), i.attempt, i.readyAt, i.startedAt, i.endedAt,
        output == null ? 0 : Arrays.hashCode(output.inline()), output == null ? 0 : output.id(),
        table == null ? -1 : table.live(), table == null ? 0 : table.count(ShardState.SUCCESS),
        table == null ? 0 : table.terminal() - table.count(ShardState.SUCCESS) - table.count(ShardState.OMITTED),
        i.spent);
  }

  private static String row(TaskRow row) {
    return words(row.task(), io.tidemill.engine.state.TaskState.of(row.state()), row.attempt(), row.readyAt(),
        row.startedAt(), row.endedAt(), Arrays.hashCode(row.output()), row.outputId(), row.shards(), row.shardsDone(),
        row.shardsFailed(), row.spent());
  }

  private static String words(@Nullable Object... words) {
    StringBuilder text = new StringBuilder();
    for (Object word : words) {
      text.append(word).append(' ');
    }
    return text.toString();
  }
}
