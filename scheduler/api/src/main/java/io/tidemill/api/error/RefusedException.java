package io.tidemill.api.error;

import java.util.List;
import java.util.stream.Collectors;

/// A request was not done, and nothing of it. Carries all reasons.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final transient List<ApiError> refusals;

  /// What the caller may conclude.
  public enum Kind {
    /// The request is wrong; another one may be right.
    INVALID,
    /// What it names does not exist.
    NOT_FOUND,
    /// It cannot be done in the present state.
    CONFLICT,
    /// The caller may not ask.
    FORBIDDEN,
    /// Nobody answered, or not in time; it is not known whether it was done, unless the message says that nothing was.
    UNAVAILABLE
  }

  /// @param refusals all reasons, at least one
  public RefusedException(Kind kind, List<ApiError> refusals) {
    super(refusals.stream().map(ApiError::message).collect(Collectors.joining("\n")), null, false, false);
    this.kind = kind;
    this.refusals = List.copyOf(refusals);
  }

  /// One reason.
  public static RefusedException of(Kind kind, String code, String field, String message) {
    return new RefusedException(kind, List.of(ApiError.of(code, field, message)));
  }

  /// What the caller may conclude.
  public Kind kind() {
    return kind;
  }

  /// All reasons.
  public List<ApiError> refusals() {
    return refusals;
  }
}
