package io.tidemill.runtime;

/// What came of a step.
public enum StepResult {
  /// There was nothing to do.
  IDLE,
  /// Something was done.
  WORKED,
  /// There is something to do, once something else is durable.
  WAITING,
  /// The database could not be asked; step again a little later.
  LATER
}
