package io.tidemill.engine.fact;

/// Something that happened to a run. Facts are the only thing the journal holds.
public sealed interface Fact permits RunCreated, TaskReady, AttemptAssigned, AttemptStarted, AttemptSucceeded,
    AttemptFailed, AttemptStopRequested, RetryScheduled, TaskEnded, TaskJoined, ShardsExpanded, ShardsAssigned,
    ShardsReleased, ShardsSucceeded, ShardFailed, ShardRetriesScheduled, ShardsEnded, ShardedTaskEnded, CancelRequested,
    RunEnded, RunReopened, TasksReset, ShardsReset {
  /// Number of the DAG.
  int dag();

  /// Number of the run in its DAG.
  long run();
}
