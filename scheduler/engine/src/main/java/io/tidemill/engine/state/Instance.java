package io.tidemill.engine.state;

import org.jspecify.annotations.Nullable;

/// A task instance that no longer just waits: its attempts, times and result. Times are milliseconds since 1970, 0 for not
/// yet.
public final class Instance {
  /// Number of the latest attempt, 0 before the first.
  public int attempt;
  /// Greatest number of an attempt of a shard before the task was reset, so that numbers only ever grow.
  public int shardAttempts;
  /// Attempts that used up the user's retry budget.
  public int failures;
  /// Attempts whose agent went away.
  public int losses;
  /// Nonce of the latest attempt.
  public long nonce;
  /// Incarnation of the agent of the latest attempt, 0 for none.
  public long agent;
  /// Version of the DAG that its latest attempt is of, 0 before the first.
  public int version;
  /// When it became ready for the first time.
  public long readyAt;
  /// When it became ready for its latest attempt, or for the next one.
  public long lastReadyAt;
  public long startedAt;
  public long endedAt;
  /// When the next attempt is due, 0 unless the task waits for it.
  public long dueAt;
  /// Whether the attempt was asked to stop because it ran too long.
  public boolean timedOut;
  /// Whether somebody said how it ended.
  public boolean marked;
  /// The result, null until there is one.
  public @Nullable Value output;
  /// The shards before the task was reset, null where there were none, or once it has its shards again.
  public @Nullable ShardTable previous;
  /// Whether shards of [#previous] whose keys and elements stay the same keep their results.
  public boolean keepsShards;
  /// What its latest attempt has cost, of a task with shards all attempts of all shards.
  public ResourceUsage spent = ResourceUsage.NONE;
  /// When its timer is set for. Follows from the rest, and is never written.
  long timerAt = Deadlines.NEVER;
}
