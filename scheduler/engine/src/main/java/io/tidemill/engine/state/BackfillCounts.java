package io.tidemill.engine.state;

/// How many runs of a backfill ended how.
public record BackfillCounts(int success, int failed, int cancelled, int skipped) {
  /// None ended.
  public static final BackfillCounts NONE = new BackfillCounts(0, 0, 0, 0);

  /// The same with one more.
  BackfillCounts with(RunOutcome outcome) {
    return switch (outcome) {
      case SUCCESS -> new BackfillCounts(success + 1, failed, cancelled, skipped);
      case FAILED -> new BackfillCounts(success, failed + 1, cancelled, skipped);
      case CANCELLED -> new BackfillCounts(success, failed, cancelled + 1, skipped);
      case SKIPPED -> new BackfillCounts(success, failed, cancelled, skipped + 1);
    };
  }
}
