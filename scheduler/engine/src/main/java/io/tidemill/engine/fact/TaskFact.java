package io.tidemill.engine.fact;

/// A fact about one task of a run.
public sealed interface TaskFact extends Fact permits TaskReady, AttemptAssigned, AttemptStarted, AttemptSucceeded,
    AttemptFailed, AttemptStopRequested, RetryScheduled, TaskEnded, TaskMarked, TaskJoined, ShardsExpanded,
    ShardsAssigned,
    ShardsReleased, ShardsSucceeded, ShardFailed, ShardRetriesScheduled, ShardsEnded,
    ShardedTaskStopRequested, ShardsReset {
  /// Number of the run in its DAG.
  long run();

  /// Index of the task in its compiled graph.
  int task();
}
