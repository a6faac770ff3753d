package io.tidemill.engine.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nothing was done.
///
/// @param message what was expected, what was found, and what to do
public record Refused(Code code, String message) implements Reply {
  /// A key came again with other parameters.
  ///
  /// @param run number of the run that it named first
  public static Refused keyReused(@Nullable String key, long run) {
    return new Refused(Code.KEY_REUSED, "Expected key '" + key
        + "' to be new or to come with the same parameters, but it was used for run " + run
        + " with other ones; use another key");
  }

  /// An id of a command came again with another one.
  public static Refused commandIdReused(String id) {
    return new Refused(Code.COMMAND_ID_REUSED, "Expected command id '" + id
        + "' to name one command, but it came with another one before; use another id");
  }

  /// Why nothing was done.
  public enum Code {
    /// What is asked for is not in memory: look into the tables.
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
    QUARANTINED,
    /// The version does not fit what the run has done.
    INCOMPATIBLE,
    /// What is asked for is wrong, in whichever state; another request may be right.
    INVALID,
    /// The id of the command named another one before.
    COMMAND_ID_REUSED;

    private static final List<Code> ALL = List.of(values());

    /// The code with that ordinal.
    public static Code of(int ordinal) {
      return ALL.get(ordinal);
    }

    /// Whether the answer is for good. Else it says that the question was asked at the wrong place or time.
    public boolean settles() {
      return this != NOT_IN_MEMORY && this != QUARANTINED;
    }
  }
}
