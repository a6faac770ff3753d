package io.tidemill.engine.fact;

/// Why an attempt did not succeed, as its user should read it.
///
/// @param kind how it ended
/// @param type class name of the exception, empty where there was none
/// @param message what it says
/// @param place `File.java:line` in the user's code, empty if not known
/// @param stack stack trace, may be empty
/// @param retryable false: no further attempt, whatever is left of the budget
/// @param retryAfterMillis wait asked for by the body, -1 to use the declared backoff
public record Failure(Kind kind, String type, String message, String place, String stack, boolean retryable,
    long retryAfterMillis) {
  /// How an attempt can end without success. Ordinals are stored: add at the end only.
  public enum Kind {
    /// The body threw, or its result cannot be taken.
    FAILED,
    /// It was stopped because it ran too long.
    TIMED_OUT,
    /// It was stopped because it was cancelled.
    CANCELLED,
    /// The agent gave it back without having started it. Costs no budget.
    RELEASED,
    /// The agent went away. Has a budget of its own.
    LOST;

    private static final Kind[] ALL = values();

    /// The kind with that ordinal.
    public static Kind of(int ordinal) {
      return ALL[ordinal];
    }
  }

  /// The same for an attempt that was asked to stop because it ran too long: if it was stopped, then for that reason.
  public Failure whenTimedOut() {
    return kind == Kind.CANCELLED ? new Failure(Kind.TIMED_OUT, type, message, place, stack, true, -1) : this;
  }

  /// The same for the last of too many attempts whose agents went away.
  ///
  /// @param times how many went away
  public Failure afterLosses(int times) {
    String why = message.isEmpty() ? "" : " (" + message + ")";
    return new Failure(kind, type,
        "Lost " + times + " times with its agent, more often than an attempt is replaced" + why
            + "; see whether the task ends the process of its agent",
        place, stack, false, -1);
  }

  /// The failure of an attempt whose agent went away.
  public static Failure lost(String message) {
    return new Failure(Kind.LOST, "", message, "", "", true, -1);
  }
}
