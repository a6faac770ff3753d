package io.tidemill.runtime;

/// What was planned is no longer what would be done; nothing was done. Look at the new plan.
public final class PlanChangedException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param message what is different now
  PlanChangedException(String message) {
    super(message, null, false, false);
  }
}
