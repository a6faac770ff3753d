package io.tidemill.engine.reply;

/// Nothing was done.
///
/// @param message what was expected, what was found, and what to do
public record Refused(Code code, String message) implements Reply {
  /// Why nothing was done.
  public enum Code {
    /// There is no such run, or it is not in memory: look into the tables.
    NOT_IN_MEMORY,
    /// The key was used before, with other parameters.
    KEY_REUSED,
    /// The run is not in a state in which this can be done.
    WRONG_STATE,
    /// What was named does not exist.
    NOT_FOUND,
    /// The plan that was shown no longer holds.
    PLAN_CHANGED,
    /// The DAG is quarantined.
    QUARANTINED
  }
}
