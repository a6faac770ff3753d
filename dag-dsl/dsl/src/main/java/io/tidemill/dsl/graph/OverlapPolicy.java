package io.tidemill.dsl.graph;

/// What happens to a slot that is due while runs of earlier slots are active. Which slot loses is recorded.
public enum OverlapPolicy {
  /// Runs beside them, up to a number of active runs.
  ALLOW,
  /// Waits, up to a number of waiting slots; the slots that come then are skipped.
  QUEUE,
  /// Waits; a newer slot takes its place.
  QUEUE_LATEST,
  /// Is skipped.
  SKIP,
  /// Runs once the active run was cancelled for it.
  CANCEL_OLD,
  /// Waits without a limit, and runs only after the slot before it has succeeded.
  STRICT_SEQUENTIAL
}
