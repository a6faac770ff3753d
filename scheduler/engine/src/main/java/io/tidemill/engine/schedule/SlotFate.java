package io.tidemill.engine.schedule;

/// What a backfill does about a slot of its range. Ordinals are stored: add at the end only.
public enum SlotFate {
  /// It gets a run of the backfill.
  RUN,
  /// It has a run, or will get one of somebody else; the backfill leaves it to that.
  ADOPT,
  /// It gets none.
  SKIP;

  private static final SlotFate[] ALL = values();

  /// The one with that ordinal.
  public static SlotFate of(int ordinal) {
    return ALL[ordinal];
  }
}
