package io.tidemill.dsl.code;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether a failed attempt may be followed by another.
///
/// @param retryable false: no further attempt, whatever is left of the budget
/// @param after wait asked for by the body itself, null to use the declared backoff
public record FailureVerdict(boolean retryable, @Nullable Duration after) {}
