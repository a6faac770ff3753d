package io.tidemill.api.service;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells why work that is ready has not begun, for people. Of a sharded task also where only some shards wait.
record BlockerExplainer(SchedulerNode node) {
  /// What became ready later is most likely about to begin.
  private static final long FROM_MILLIS = 2_000;

  /// Shards by what they do.
  private record Counts(int all, int ready, int assigned) {
    static Counts of(@Nullable RunState run, int task) {
      ShardTable table = run == null ? null : run.table(task);
      return table == null
          ? new Counts(0, 0, 0)
          : new Counts(table.size(), table.count(ShardState.READY), table.count(ShardState.ASSIGNED));
    }
  }

  /// Why no agent takes a task or some of its shards, null where nothing waits, or not for long.
  ///
  /// @param row null while the task waits for its upstreams
  @Nullable String of(Catalog.Dag dag, long run, CompiledTask task, @Nullable TaskRow row) {
    TaskState state = row == null ? TaskState.WAITING : TaskState.of(row.state());
    if (row == null || state != TaskState.READY && state != TaskState.RUNNING
        || System.currentTimeMillis() - row.readyAt() <= FROM_MILLIS) {
      return null;
    }
    if (row.shards() > 0) {
      return ofShards(dag, run, task);
    }
    return state == TaskState.READY ? node.unserved(task.requirement()) : null;
  }

  private @Nullable String ofShards(Catalog.Dag dag, long run, CompiledTask task) {
    Counts counts = node.inspect(dag.partition(), state -> Counts.of(state.run(dag.number(), run), task.index()));
    if (counts == null || counts.ready == 0) {
      return null;
    }
    ShardNode shard = task.shard();
    int most = shard == null ? 0 : shard.concurrency();
    String why = most > 0 && counts.assigned >= most
        ? "no more than " + most + " run at a time, as concurrency(" + most + ") says"
        : node.unserved(task.requirement());
    return why == null ? null : String.format(Locale.ROOT, "%,d of %,d shards: %s", counts.ready, counts.all, why);
  }
}
