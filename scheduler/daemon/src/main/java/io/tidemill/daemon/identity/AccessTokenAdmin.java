package io.tidemill.daemon.identity;

import io.tidemill.api.access.AccessTokenCreated;
import io.tidemill.api.access.AccessTokenRequest;
import io.tidemill.api.access.AccessTokenResource;
import io.tidemill.api.access.AccessTokenView;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Role;
import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AccessTokenStore.AccessToken;
import io.tidemill.runtime.port.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Access tokens as administrators make and revoke them.
public record AccessTokenAdmin(AccessTokenStore store, AccessRegistry registry,
    InstantSource clock) implements AccessTokenResource {
  /// Tokens are shown so long after their end.
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final int ID_CHARACTERS = 8;

  @Override public AccessTokenCreated create(AccessTokenRequest request) {
    String name = request.name().strip();
    if (name.isEmpty() || name.length() > AccessTokenRequest.NAME_CHARACTERS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw RefusedException.of(Kind.INVALID, "bad-name", "name", "Expected a name of 1 to "
          + AccessTokenRequest.NAME_CHARACTERS + " characters that says whom or what the token is for, but found '"
          + name + "'");
    }
    Long asked = request.seconds();
    long seconds = asked == null ? AccessTokenRequest.DEFAULT_SECONDS : asked;
    if (seconds < AccessTokenRequest.LEAST_SECONDS || seconds > AccessTokenRequest.MOST_SECONDS) {
      throw RefusedException.of(Kind.INVALID, "out-of-range", "seconds", "Expected a token that is good for "
          + AccessTokenRequest.LEAST_SECONDS + " to " + AccessTokenRequest.MOST_SECONDS + " seconds, but found "
          + seconds);
    }
    long now = clock.millis();
    String secret = AccessRegistry.PREFIX + Secret.random();
    String hash = Secret.hash(secret);
    String id = hash.substring(0, ID_CHARACTERS);
    long end = now + Duration.ofSeconds(seconds).toMillis();
    AgentAdmin.query(() -> {
      store.removeEnded(now - REMEMBERED.toMillis());
      store.add(new AccessToken(id, hash, name, request.role().name(), now, end),
          AuditEntry.of(now, CurrentRequest.origin(), subject(id), "",
              rights(name, request.role().name()) + ", until " + Instant.ofEpochMilli(end)));
      return id;
    });
    registry.changed();
    return new AccessTokenCreated(id, secret, Instant.ofEpochMilli(end));
  }

  @Override public List<AccessTokenView> list() {
    long now = clock.millis();
    return AgentAdmin.query(store::tokens)
        .stream()
        .map(token -> new AccessTokenView(token.id(), token.name(), Role.valueOf(token.role()),
            Instant.ofEpochMilli(token.createdAt()), Instant.ofEpochMilli(token.expiresAt()),
            token.expiresAt() <= now))
        .toList();
  }

  @Override public void revoke(String id) {
    boolean known = AgentAdmin.query(() -> store.remove(id, AuditEntry.of(clock.millis(), CurrentRequest.origin(),
        subject(id), before(id), "")));
    registry.changed();
    if (!known) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-token", "id",
          "Expected the id of an access token, but found '" + id + "'; `tidemill access list` lists them");
    }
  }

  private String before(String id) {
    return store.tokens()
        .stream()
        .filter(token -> token.id().equals(id))
        .map(token -> rights(token.name(), token.role()))
        .findFirst()
        .orElse("");
  }

  private static String subject(String id) {
    return "access token " + id;
  }

  private static String rights(String name, String role) {
    return role + " for '" + name + "'";
  }
}
