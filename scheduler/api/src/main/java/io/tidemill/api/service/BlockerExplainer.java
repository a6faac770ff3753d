package io.tidemill.api.service;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.ShardCounts;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells why work that is ready has not begun, for people. Of a sharded task also where only some shards wait.
record BlockerExplainer(OwnerQueries owner) {
  /// What became ready later is most likely about to begin.
  private static final long FROM_MILLIS = 2_000;

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
    return state == TaskState.READY ? owner.unserved(dag, task.requirement()) : null;
  }

  private @Nullable String ofShards(Catalog.Dag dag, long run, CompiledTask task) {
    Map<Integer, ShardCounts> all = owner.shardCounts(dag, run);
    ShardCounts counts = all == null ? null : all.get(task.index());
    if (counts == null || counts.ready() == 0) {
      return null;
    }
    ShardNode shard = task.shard();
    int most = shard == null ? 0 : shard.concurrency();
    String why = most > 0 && counts.assigned() >= most
        ? "no more than " + most + " run at a time, as concurrency(" + most + ") says"
        : owner.unserved(dag, task.requirement());
    return why == null ? null : String.format(Locale.ROOT, "%,d of %,d shards: %s", counts.ready(), counts.all(), why);
  }
}
