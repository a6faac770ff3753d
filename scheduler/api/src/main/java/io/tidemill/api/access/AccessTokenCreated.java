package io.tidemill.api.access;

import java.time.Instant;

/// An access token in the only answer that shows it.
///
/// @param id what it is called in lists
/// @param token the secret
public record AccessTokenCreated(String id, String token, Instant expiresAt) {
  @Override public String toString() {
    return "AccessTokenCreated[id=" + id + ", expiresAt=" + expiresAt + "]";
  }
}
