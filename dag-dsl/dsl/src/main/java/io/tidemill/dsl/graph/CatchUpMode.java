package io.tidemill.dsl.graph;

/// Which of several slots that are overdue run.
public enum CatchUpMode {
  /// None.
  NONE,
  /// The newest.
  LATEST,
  /// All within a window of time, up to a number.
  ALL
}
