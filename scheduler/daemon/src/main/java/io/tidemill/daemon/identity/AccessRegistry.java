package io.tidemill.daemon.identity;

import io.tidemill.api.http.Role;
import io.tidemill.console.session.Caller;
import io.tidemill.console.session.CallerLookup;
import io.tidemill.runtime.RepeatedWarning;
import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AccessTokenStore.AccessToken;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognises who calls by access token. What the database has is read again after [#FRESH], so that a token that another scheduler
/// took back ends here soon; while the database is down, the tokens read last are good. Safe for use by several threads.
public final class AccessRegistry implements CallerLookup {
  /// Text with which every access token begins, so that one that leaked is found by a search.
  static final String PREFIX = "tidemill-access.";

  private static final Logger LOG = LoggerFactory.getLogger(AccessRegistry.class);
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final RepeatedWarning outage = new RepeatedWarning(LOG);
  private final AccessTokenStore store;
  private final InstantSource clock;
  private List<AccessToken> tokens = List.of();
  private long readAt = Long.MIN_VALUE;

  public AccessRegistry(AccessTokenStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Notes that tokens were added or removed.
  synchronized void changed() {
    readAt = Long.MIN_VALUE;
  }

  private synchronized List<AccessToken> tokens(long now) {
    if (readAt == Long.MIN_VALUE || now - readAt >= FRESH.toMillis() || now < readAt) {
      try {
        tokens = store.tokens();
      } catch (StoreException e) {
        outage.tell("Access tokens cannot be read; those read last are good until they can: " + e.getMessage());
      }
      readAt = now;
    }
    return tokens;
  }

  @Override public @Nullable Caller byToken(String token) {
    if (!token.startsWith(PREFIX)) {
      return null;
    }
    // Compared by hash: how long that takes says nothing about the secret.
    String hash = Secret.hash(token);
    return find(each -> each.hash().equals(hash));
  }

  @Override public @Nullable Caller byId(String id) {
    return find(each -> each.id().equals(id));
  }

  private @Nullable Caller find(Predicate<AccessToken> wanted) {
    long now = clock.millis();
    return tokens(now).stream()
        .filter(token -> wanted.test(token) && now < token.expiresAt())
        .findFirst()
        .map(token -> new Caller(token.id(), token.name(), Role.valueOf(token.role())))
        .orElse(null);
  }
}
