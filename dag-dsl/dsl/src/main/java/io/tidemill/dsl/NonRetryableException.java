package io.tidemill.dsl;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Thrown by a body: the attempt failed, and no retry would help. No further attempt follows, whatever is left of the budget.
///
/// ```java
/// d.task("parse").retry(Retry.attempts(3)).exec(ctx -> {
///   throw new NonRetryableException("The file has no header; it will not have one next time");
/// });
/// ```
public class NonRetryableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /// @param message what is wrong
  public NonRetryableException(String message) {
    super(message);
  }

  /// @param message what is wrong
  /// @param cause what it was found by
  public NonRetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
