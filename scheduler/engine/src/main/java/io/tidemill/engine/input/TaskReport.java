package io.tidemill.engine.input;

/// What an agent reports of a task.
public sealed interface TaskReport extends Input permits TaskStarted, TaskSucceeded, TaskFailed, TaskExpanded,
    ShardsReported {
  /// Number of the run in its DAG.
  long run();

  /// Index of the task in its compiled graph.
  int task();
}
