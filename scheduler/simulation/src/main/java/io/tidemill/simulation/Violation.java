package io.tidemill.simulation;

/// A promise that was broken.
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;
  private final Promise promise;

  Violation(Promise promise, String message) {
    super(promise + ": " + message);
    this.promise = promise;
  }

  Violation(Promise promise, String message, Throwable cause) {
    super(promise + ": " + message, cause);
    this.promise = promise;
  }

  static void require(boolean holds, Promise promise, String message) {
    if (!holds) {
      throw new Violation(promise, message);
    }
  }

  /// Which one.
  public Promise promise() {
    return promise;
  }
}
