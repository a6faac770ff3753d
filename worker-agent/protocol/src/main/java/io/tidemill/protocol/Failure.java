package io.tidemill.protocol;

/// Why an attempt did not succeed, as its user should read it.
///
/// @param kind how it ended
/// @param type class name of the exception, empty where there was none
/// @param message what it says; at most 8 KiB
/// @param place `File.java:line` of the innermost frame in the user's code, empty if not known
/// @param stack stack trace without the frames of Tidemill; at most 32 KiB
/// @param retryable false: no further attempt, whatever is left of the budget
/// @param retryAfterMillis wait asked for by the body, -1 to use the declared backoff
public record Failure(Kind kind, String type, String message, String place, String stack, boolean retryable,
    long retryAfterMillis) {
  /// How an attempt can end without success.
  public enum Kind {
    /// The body threw, or its result cannot be taken.
    FAILED,
    /// It was stopped because it ran too long.
    TIMED_OUT,
    /// It was stopped because it was cancelled.
    CANCELLED,
    /// The agent gave it back: it did not start it, or cannot read or start now what it needs. Another agent may.
    RELEASED,
    /// The agent stopped it because no scheduler answered, or because its process ended.
    LOST
  }
}
