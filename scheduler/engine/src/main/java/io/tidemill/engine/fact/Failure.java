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
    LOST,
    /// The agent's process ended, and nothing says that it was because of this attempt. Costs no budget; people are shown [#LOST].
    LOST_BESIDE;

    private static final Kind[] ALL = values();

    /// What people are shown.
    public String shown() {
      return this == LOST_BESIDE ? LOST.name() : name();
    }

    /// The kind with that ordinal.
    public static Kind of(int ordinal) {
      return ALL[ordinal];
    }
  }

  /// The same for an attempt that was asked to stop because it ran too long: if it was stopped, or its agent went away since, then for
  /// that reason. A body that does not stop ends its agent in the end, and would end one after the other.
  public Failure whenTimedOut() {
    return kind == Kind.CANCELLED || kind == Kind.LOST
        ? new Failure(Kind.TIMED_OUT, type, message, place, stack, true, -1)
        : this;
  }

  /// The same with the limit that it was stopped for.
  ///
  /// @param limit for people
  public Failure overLimit(String limit) {
    return kind != Kind.TIMED_OUT
        ? this
        : new Failure(kind, type, message.isEmpty() ? limit + " is over" : message + "; it was the " + limit, place,
            stack,
            retryable, retryAfterMillis);
  }

  /// The same for the last of too many attempts whose agents went away.
  ///
  /// @param times how many went away
  public Failure afterLosses(int times) {
    String why = message.isEmpty() ? "" : " (" + message + ")";
    return new Failure(kind, type,
        "Lost " + times + " times with its agent, more often than an attempt is replaced" + why
            + "; see in the logs of its agent why its process ended or was cut off: a body must neither call System.exit nor need"
            + " more memory than there is. Declare the task isolated(), so that only its own process can end, and rerun it",
        place, stack, false, -1);
  }

  /// The failure of an attempt whose agent went away, without its doing as far as anybody knows.
  public static Failure lostBeside(String message) {
    return new Failure(Kind.LOST_BESIDE, "", message, "", "", true, -1);
  }

  /// The failure of an attempt whose agent went away.
  public static Failure lost(String message) {
    return new Failure(Kind.LOST, "", message, "", "", true, -1);
  }
}
