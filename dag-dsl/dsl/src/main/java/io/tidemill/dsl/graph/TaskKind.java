package io.tidemill.dsl.graph;

/// What a task does when its upstreams allow it to start.
public enum TaskKind {
  /// Runs one body.
  TASK,
  /// Runs one body for each shard.
  SHARDED,
  /// Runs nothing: takes over the result of its one upstream that succeeded (the end of a branch).
  JOIN,
  /// Makes the parameters of a run of the slot it is of; skipped where the run is given its parameters. A DAG has at most one.
  SLOT_PARAMS
}
