package io.tidemill.engine.schedule;

/// How a backfill stands. Ordinals are stored: add at the end only.
public enum BackfillStatus {
  /// It creates runs as its concurrency allows.
  RUNNING(false),
  /// It creates none; those that are active go on.
  PAUSED(false),
  /// It creates no more, and its active runs are asked to stop.
  CANCELLING(false),
  /// All its runs succeeded or were skipped.
  SUCCESS(true),
  /// One of its runs failed or was cancelled.
  FAILED(true),
  /// It was cancelled, and its runs have ended.
  CANCELLED(true);

  private static final BackfillStatus[] ALL = values();

  private final boolean ended;

  BackfillStatus(boolean ended) {
    this.ended = ended;
  }

  /// Whether it is over.
  public boolean ended() {
    return ended;
  }

  /// The status with that ordinal.
  public static BackfillStatus of(int ordinal) {
    return ALL[ordinal];
  }
}
