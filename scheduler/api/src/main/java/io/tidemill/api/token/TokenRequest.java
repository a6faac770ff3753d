package io.tidemill.api.token;

import org.jspecify.annotations.Nullable;

/// Asks for a join token.
///
/// @param name the only name the agent may have; null: any
/// @param seconds how long it may be used, 60 to 2,592,000 (30 days); null: 3,600
public record TokenRequest(@Nullable String name, @Nullable Long seconds) {
  /// How long a token may be used where nothing else is said.
  public static final long DEFAULT_SECONDS = 3_600;
  /// Shortest.
  public static final long LEAST_SECONDS = 60;
  /// Longest.
  public static final long MOST_SECONDS = 30L * 24 * 3_600;
}
