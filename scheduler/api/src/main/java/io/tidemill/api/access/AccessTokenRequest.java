package io.tidemill.api.access;

import io.tidemill.api.http.Role;
import org.jspecify.annotations.Nullable;

/// Asks for an access token.
///
/// @param name whom or what it is for, 1 to 100 characters without control characters
/// @param role what its holder may do
/// @param seconds how long it is good, 60 to 315,360,000 (10 years); null: 7,776,000 (90 days)
public record AccessTokenRequest(String name, Role role, @Nullable Long seconds) {
  /// Longest name, in characters.
  public static final int NAME_CHARACTERS = 100;
  /// How long a token is good where nothing else is said.
  public static final long DEFAULT_SECONDS = 90L * 24 * 3_600;
  /// Shortest.
  public static final long LEAST_SECONDS = 60;
  /// Longest.
  public static final long MOST_SECONDS = 3_650L * 24 * 3_600;
}
