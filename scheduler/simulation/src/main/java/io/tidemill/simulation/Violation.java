package io.tidemill.simulation;

/// A promise that was broken.
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;
  private final Invariant invariant;

  Violation(Invariant invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }

  Violation(Invariant invariant, String message, Throwable cause) {
    super(invariant + ": " + message, cause);
    this.invariant = invariant;
  }

  static void require(boolean holds, Invariant invariant, String message) {
    if (!holds) {
      throw new Violation(invariant, message);
    }
  }

  /// Which one.
  public Invariant promise() {
    return invariant;
  }
}
