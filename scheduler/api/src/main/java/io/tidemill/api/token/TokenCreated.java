package io.tidemill.api.token;

import java.time.Instant;

/// A join token in the only answer that shows it.
///
/// @param id what it is called in lists
/// @param token the secret
public record TokenCreated(String id, String token, Instant expiresAt) {
  @Override public String toString() {
    return "TokenCreated[id=" + id + ", expiresAt=" + expiresAt + "]";
  }
}
