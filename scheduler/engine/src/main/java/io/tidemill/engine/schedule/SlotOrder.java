package io.tidemill.engine.schedule;

/// In which order a backfill runs its slots. Ordinals are stored: add at the end only.
public enum SlotOrder {
  /// From the first slot of the range on.
  OLDEST_FIRST,
  /// From the last slot of the range back.
  NEWEST_FIRST;

  private static final SlotOrder[] ALL = values();

  /// The one with that ordinal.
  public static SlotOrder of(int ordinal) {
    return ALL[ordinal];
  }
}
