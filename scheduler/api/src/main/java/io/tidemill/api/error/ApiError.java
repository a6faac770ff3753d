package io.tidemill.api.error;

/// One reason why a request was not done.
///
/// @param code stable word for the kind of problem
/// @param field what it is about: a field, a parameter, a place in a file; empty for the whole
/// @param message expectation and remedy as people read it
/// @param found what was found, empty where the message says it
/// @param allowed what is allowed, empty where the message says it
public record ApiError(String code, String field, String message, String found, String allowed) {
  /// A refusal that its message tells in full.
  public static ApiError of(String code, String field, String message) {
    return new ApiError(code, field, message, "", "");
  }
}
