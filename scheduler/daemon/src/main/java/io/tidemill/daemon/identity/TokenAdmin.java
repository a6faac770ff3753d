package io.tidemill.daemon.identity;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.token.TokenCreated;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.api.token.TokenResource;
import io.tidemill.api.token.TokenView;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Join tokens as people make and revoke them.
///
/// @param fingerprint of the certificate that agents are to pin, null where there is none
public record TokenAdmin(AgentStore store, Supplier<@Nullable String> fingerprint,
    InstantSource clock) implements TokenResource {
  /// Tokens are shown so long after their end.
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final int ID_CHARACTERS = 8;

  @Override public TokenCreated create(TokenRequest request) {
    long seconds = request.seconds() == null ? TokenRequest.DEFAULT_SECONDS : request.seconds();
    if (seconds < TokenRequest.LEAST_SECONDS || seconds > TokenRequest.MOST_SECONDS) {
      throw RefusedException.of(Kind.INVALID, "out-of-range", "seconds", "Expected a token that is good for "
          + TokenRequest.LEAST_SECONDS + " to " + TokenRequest.MOST_SECONDS + " seconds, but found " + seconds);
    }
    String name = request.name();
    if (name != null && !AgentName.good(name)) {
      throw RefusedException.of(Kind.INVALID, "bad-name", "name",
          "Expected " + AgentName.RULE + ", but found '" + name + "'");
    }
    long now = clock.millis();
    JoinToken token = JoinToken.random(fingerprint.get());
    String hash = Secret.hash(token.secret());
    String id = hash.substring(0, ID_CHARACTERS);
    long end = now + Duration.ofSeconds(seconds).toMillis();
    AgentAdmin.query(() -> {
      store.removeTokens(now - REMEMBERED.toMillis());
      store.addToken(new AgentStore.JoinToken(id, hash, name, now, end, null),
          AuditEntry.of(now, CurrentRequest.origin(), subject(id), "",
              "for " + (name == null ? "any agent" : "agent " + name) + ", until " + Instant.ofEpochMilli(end)));
      return id;
    });
    return new TokenCreated(id, token.text(), Instant.ofEpochMilli(end));
  }

  @Override public List<TokenView> list() {
    long now = clock.millis();
    return AgentAdmin.query(store::tokens)
        .stream()
        .map(token -> new TokenView(token.id(), state(token, now), token.name(),
            Instant.ofEpochMilli(token.createdAt()), Instant.ofEpochMilli(token.expiresAt()), token.usedBy()))
        .toList();
  }

  private static TokenView.State state(AgentStore.JoinToken token, long now) {
    if (token.usedBy() != null) {
      return TokenView.State.USED;
    }
    return now < token.expiresAt() ? TokenView.State.OPEN : TokenView.State.EXPIRED;
  }

  @Override public void revoke(String id) {
    if (!AgentAdmin
        .query(() -> store.removeToken(id, AuditEntry.of(clock.millis(), CurrentRequest.origin(), subject(id),
            before(id), "")))) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-token", "id",
          "Expected the id of a join token, but found '" + id + "'; `tidemill token list` lists them");
    }
  }

  private String before(String id) {
    return list().stream()
        .filter(token -> token.id().equals(id))
        .map(token -> token.state() + (token.usedBy() == null ? "" : " by agent " + token.usedBy()))
        .findFirst()
        .orElse("");
  }

  private static String subject(String id) {
    return "join token " + id;
  }
}
