package io.tidemill.dsl.graph;

/// What failed shards mean for their task.
public enum FailurePolicy {
  /// The first shard that fails for good stops the others.
  FAIL_FAST,
  /// All shards run to their end, then the task fails if one failed.
  ALL_THEN_FAIL,
  /// The task succeeds while no more shards fail than its limit allows.
  TOLERATE
}
