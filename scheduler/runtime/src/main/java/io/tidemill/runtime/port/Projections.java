package io.tidemill.runtime.port;

import io.tidemill.engine.state.ResourceUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Snapshots and query tables, written behind the journal, never before it.
public interface Projections {
  /// Writes what changed in some partitions, in one transaction, which begins by moving each partition's mark from `from` to
  /// `to` where epoch and `from` match. Of the partitions that do not match, nothing is written. Need not be durable when it
  /// returns: what is lost is written again from the journal. Writing a row again replaces it.
  ///
  /// @return for each of `moves`, in order, whether it matched
  boolean[] write(Batch batch);

  /// What changed. Rows belong to the partition they name.
  ///
  /// @param moves partitions with how far their tables will be
  /// @param chunks snapshot parts of active runs, to replace those of the same number
  /// @param ended runs that ended: their active chunks go, `finals` stay for a rerun
  /// @param finals snapshot parts of the runs that ended
  /// @param runs rows of runs
  /// @param tasks rows of task instances
  /// @param failures rows of attempts that did not succeed
  record Batch(List<Move> moves, List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals, List<RunRow> runs,
      List<TaskRow> tasks, List<FailureRow> failures) {}

  /// How far the tables of a partition are, before and after.
  record Move(int partition, long epoch, long from, long to) {}

  /// A run whose active snapshot goes.
  record EndedRun(int partition, int dag, long run) {}

  /// A run as people ask for it. Times are milliseconds since 1970, 0 for not yet.
  ///
  /// @param key idempotency key, null where none was given
  /// @param trigger kind of its trigger
  /// @param origin who or what its trigger was
  /// @param params JSON object, null where `paramsId` names it
  /// @param paramsId stored value that holds the parameters, 0 where they are in `params`
  /// @param tasks tasks of the run
  /// @param done tasks that are terminal
  /// @param failed tasks that failed
  /// @param cause why it did not succeed, null where it did or is not over
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record RunRow(int partition, int dag, long run, int version, RunStatus status, @Nullable String key, String trigger,
      String origin, long createdAt, long startedAt, long endedAt, byte @Nullable [] params, long paramsId, int tasks,
      int done, int failed, @Nullable String cause) {}

  /// A task instance as people ask for it. Times are milliseconds since 1970, 0 for not yet.
  ///
  /// @param task index of the task in its graph
  /// @param state ordinal of the state
  /// @param attempt number of the latest attempt, 0 for none yet
  /// @param agent name of the agent of the latest attempt, null for none
  /// @param output result as JSON, null where `outputId` names it or there is none
  /// @param outputId stored value that holds the result, 0 where it is in `output`
  /// @param shards shards in all, -1 where the task is not sharded or not expanded yet
  /// @param shardsDone shards that succeeded
  /// @param shardsFailed shards that failed
  /// @param spent what its latest attempt has cost, of a task with shards all attempts of all shards
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record TaskRow(int partition, int dag, long run, int task, int state, int attempt, long readyAt, long startedAt,
      long endedAt, @Nullable String agent, byte @Nullable [] output, long outputId, int shards, int shardsDone,
      int shardsFailed, ResourceUsage spent) {
    /// A task of which it is not known what it has cost.
    public TaskRow(int partition, int dag, long run, int task, int state, int attempt, long readyAt, long startedAt,
        long endedAt, @Nullable String agent, byte @Nullable [] output, long outputId, int shards, int shardsDone,
        int shardsFailed) {
      this(partition, dag, run, task, state, attempt, readyAt, startedAt, endedAt, agent, output, outputId, shards,
          shardsDone, shardsFailed, ResourceUsage.NONE);
    }
  }

  /// An attempt that did not succeed.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param shardKey key of the shard, null where the task is not sharded
  record FailureRow(int partition, int dag, long run, int task, int shard, @Nullable String shardKey, int attempt,
      String kind, String type, String message, String place, String stack, @Nullable String agent, long endedAt) {}
}
