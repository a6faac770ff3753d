package io.tidemill.engine.state;

/// How a run ended (semantics §8). Ordinals are stored: add at the end only.
public enum RunOutcome {
  SUCCESS, FAILED, CANCELLED, SKIPPED;

  private static final RunOutcome[] ALL = values();

  /// The outcome with that ordinal.
  public static RunOutcome of(int ordinal) {
    return ALL[ordinal];
  }
}
