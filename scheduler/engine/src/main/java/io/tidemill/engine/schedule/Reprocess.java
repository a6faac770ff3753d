package io.tidemill.engine.schedule;

/// Which slots of its range a backfill runs. Each takes what the one before it takes, and more. Ordinals are stored: add at the end
/// only.
public enum Reprocess {
  /// Slots without a run, unless they lie in a quiet window.
  MISSING,
  /// Also slots whose newest run failed or was cancelled.
  FAILED,
  /// All slots, also those that succeeded and those in quiet windows.
  ALL;

  private static final Reprocess[] ALL_OF_THEM = values();

  /// The one with that ordinal.
  public static Reprocess of(int ordinal) {
    return ALL_OF_THEM[ordinal];
  }
}
