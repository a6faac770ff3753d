package io.tidemill.protocol;

/// Why an attempt did not succeed, for its user.
///
/// @param kind how it ended
/// @param type class name of the exception, empty if there was none
/// @param message its message; at most 8 KiB
/// @param place `File.java:line` of the innermost frame in the user's code, empty if unknown
/// @param stack stack trace without frames of Tidemill; at most 32 KiB
/// @param retryable false: no further attempt, regardless of the retry policy
/// @param retryAfterMillis delay requested by the body, -1 for the declared backoff
public record FailureReport(Kind kind, String type, String message, String place, String stack, boolean retryable,
    long retryAfterMillis) {
  /// How an attempt can end without success.
  public enum Kind {
    /// The body threw, or its result is invalid.
    FAILED,
    /// It was stopped because it ran too long.
    TIMED_OUT,
    /// It was stopped because it was cancelled.
    CANCELLED,
    /// The agent returned it: it did not start, or something it needs cannot be read or started now. Another agent may succeed.
    RELEASED,
    /// The agent stopped it because no scheduler answered, or because its process ended.
    LOST
  }
}
