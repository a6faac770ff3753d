package io.tidemill.api.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A join token, without its secret.
///
/// @param name the only name it may be used for; null: any
/// @param usedBy the agent that joined with it; null: none did
public record TokenView(String id, State state, @Nullable String name, Instant createdAt, Instant expiresAt,
    @Nullable String usedBy) {
  /// Whether it can be used.
  public enum State {
    OPEN, USED, EXPIRED
  }
}
