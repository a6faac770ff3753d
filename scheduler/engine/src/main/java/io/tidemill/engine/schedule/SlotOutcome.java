package io.tidemill.engine.schedule;

/// What became of a slot.
public enum SlotOutcome {
  /// It has a run.
  RUN,
  /// It waits for the end of the runs before it.
  QUEUED,
  /// It was not run, since nothing could run it when it was due. It may be backfilled.
  MISSED,
  /// It was not run on purpose.
  SKIPPED;

  private static final SlotOutcome[] ALL = values();

  /// The outcome with that ordinal.
  public static SlotOutcome of(int ordinal) {
    return ALL[ordinal];
  }
}
