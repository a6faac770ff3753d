package io.tidemill.dsl.code;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether a failed attempt may be followed by another.
///
/// @param retryable false: no further attempt, whatever is left of the budget
/// @param after wait asked for by the body itself, null to use the declared backoff
public record FailureVerdict(boolean retryable, @Nullable Duration after) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /// The wait asked for in milliseconds, at most 365 days however long it is; -1 to use the declared backoff.
  public long afterMillis() {
    if (after == null) {
      return -1;
    }
    return after.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : after.toMillis();
  }
}
