package io.tidemill.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.access.AccessTokenCreated;
import io.tidemill.api.access.AccessTokenRequest;
import io.tidemill.api.http.Role;
import io.tidemill.console.session.Caller;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessRegistryTest {
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final Unreliable store = new Unreliable(new MemoryStore(1, clock).accessTokens());
  private final AccessRegistry registry = new AccessRegistry(store, clock);
  private final AccessTokenAdmin admin = new AccessTokenAdmin(store, registry, clock);

  /// A database that may be down.
  private static final class Unreliable implements AccessTokenStore {
    private final AccessTokenStore store;
    private boolean down;

    Unreliable(AccessTokenStore store) {
      this.store = store;
    }

    private AccessTokenStore up() {
      if (down) {
        throw new StoreException("The database is down", new IllegalStateException("down"));
      }
      return store;
    }

    @Override public void add(AccessToken token, AuditEntry audit) {
      up().add(token, audit);
    }

    @Override public List<AccessToken> tokens() {
      return up().tokens();
    }

    @Override public boolean remove(String id, AuditEntry audit) {
      return up().remove(id, audit);
    }

    @Override public void removeEnded(long before) {
      up().removeEnded(before);
    }
  }

  private AccessTokenCreated create(Role role) {
    return admin.create(new AccessTokenRequest("Ada", role, 3_600L));
  }

  @Test void a_token_is_its_holder_in_the_role_it_was_made_with_until_it_ends() {
    AccessTokenCreated token = create(Role.OPERATOR);
    Caller ada = new Caller(token.id(), "Ada", Role.OPERATOR);

    assertThat(registry.byToken(token.token())).isEqualTo(ada);
    assertThat(registry.byId(token.id())).isEqualTo(ada);
    assertThat(registry.byToken(token.token() + "x")).isNull();
    assertThat(registry.byToken(Objects.requireNonNull(store.tokens().getFirst().hash()))).as("its hash").isNull();

    now = now.plus(Duration.ofHours(1));
    assertThat(registry.byToken(token.token())).isNull();
    assertThat(registry.byId(token.id())).isNull();
  }

  @Test void a_token_taken_back_here_ends_at_once_and_one_taken_back_elsewhere_within_two_seconds() {
    AccessTokenCreated here = create(Role.VIEWER);
    AccessTokenCreated elsewhere = create(Role.VIEWER);
    assertThat(registry.byToken(here.token())).isNotNull();
    assertThat(registry.byToken(elsewhere.token())).isNotNull();

    admin.revoke(here.id());
    assertThat(registry.byToken(here.token())).isNull();
    assertThat(registry.byToken(elsewhere.token())).isNotNull();

    store.remove(elsewhere.id(), AuditEntry.of(1, RequestOrigin.here("Ada"), "", "", ""));
    now = now.plus(Duration.ofSeconds(2));
    assertThat(registry.byToken(elsewhere.token())).isNull();
  }

  @Test void while_the_database_is_down_the_tokens_read_last_are_good() {
    AccessTokenCreated token = create(Role.VIEWER);
    assertThat(registry.byToken(token.token())).isNotNull();

    store.down = true;
    now = now.plus(Duration.ofMinutes(1));

    assertThat(registry.byToken(token.token())).isNotNull();
  }
}
