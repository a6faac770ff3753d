package io.tidemill.dsl;

/// How a slot ended, for the parameters of a later one.
public enum SlotResult {
  /// Its run is waiting or active.
  ACTIVE,
  /// Its run succeeded.
  SUCCESS,
  /// Its run failed.
  FAILED,
  /// Its run was cancelled.
  CANCELLED,
  /// It was in a quiet window, gave way to another slot, or all tasks of its run were skipped.
  SKIPPED,
  /// It was due while nothing could run it.
  MISSED
}
