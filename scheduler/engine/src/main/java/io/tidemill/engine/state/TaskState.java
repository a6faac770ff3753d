package io.tidemill.engine.state;

/// States of a task instance (semantics §7). Ordinals are stored: add at the end only.
public enum TaskState {
  /// Waits for its upstreams.
  WAITING,
  /// May start; waits for a slot.
  READY,
  /// Assigned to an agent.
  QUEUED,
  /// Its body has started, or its shards are under way.
  RUNNING,
  /// Waits for something outside, without a slot.
  DEFERRED,
  /// Waits for the time of its next attempt.
  RETRY_WAIT,
  /// Was asked to stop and has not ended yet.
  CANCELLING, SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED, UPSTREAM_FAILED, OMITTED;

  private static final TaskState[] ALL = values();

  /// The state with that ordinal.
  public static TaskState of(int ordinal) {
    return ALL[ordinal];
  }

  /// Whether the task is over, until somebody reruns it.
  public boolean terminal() {
    return ordinal() >= SUCCESS.ordinal();
  }

  /// Whether an attempt is with an agent.
  public boolean active() {
    return this == QUEUED || this == RUNNING || this == CANCELLING;
  }

  /// Whether join rules count it as failed.
  public boolean failed() {
    return this == FAILED || this == TIMED_OUT || this == UPSTREAM_FAILED;
  }

  /// Whether join rules count it as skipped.
  public boolean skipped() {
    return this == SKIPPED || this == OMITTED;
  }
}
