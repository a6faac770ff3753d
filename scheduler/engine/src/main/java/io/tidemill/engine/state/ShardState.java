package io.tidemill.engine.state;

/// States of one shard. Ordinals are stored: add at the end only.
public enum ShardState {
  /// Waits for the same shard of the task before.
  WAITING,
  /// May start.
  READY,
  /// With an agent.
  ASSIGNED,
  /// Waits for the time of its next attempt.
  RETRY_WAIT, SUCCESS, FAILED, TIMED_OUT, CANCELLED, UPSTREAM_FAILED,
  /// Its key is not among the shards any more since the task was expanded anew.
  OMITTED;

  private static final ShardState[] ALL = values();

  /// The state with that ordinal.
  public static ShardState of(int ordinal) {
    return ALL[ordinal];
  }

  /// Whether the shard is over, until somebody reruns it.
  public boolean terminal() {
    return ordinal() >= SUCCESS.ordinal();
  }
}
