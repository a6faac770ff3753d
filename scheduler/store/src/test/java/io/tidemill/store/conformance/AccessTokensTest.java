package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.AccessTokenStore.AccessToken;
import org.junit.jupiter.api.Test;

class AccessTokensTest extends StoreContract {
  private static AccessToken token(String id, long createdAt, long expiresAt) {
    return new AccessToken(id, "hash of " + id, "Ada", "OPERATOR", createdAt, expiresAt);
  }

  @Test void access_tokens_are_listed_newest_first_until_they_are_removed() {
    AccessToken old = token("t1", 10, Long.MAX_VALUE);
    AccessToken young = token("t2", 20, 1_000);
    store.accessTokens().add(old, AUDIT);
    store.accessTokens().add(young, AUDIT);

    assertThat(store.accessTokens().tokens()).containsExactly(young, old);
    assertThat(store.accessTokens().remove("t1", AUDIT)).isTrue();
    assertThat(store.accessTokens().remove("t1", AUDIT)).isFalse();
    assertThat(store.accessTokens().tokens()).containsExactly(young);
  }

  @Test void an_id_names_one_access_token() {
    store.accessTokens().add(token("t1", 10, 20), AUDIT);

    assertThatThrownBy(() -> store.accessTokens().add(token("t1", 30, 40), AUDIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("t1");
    assertThat(store.accessTokens().tokens()).containsExactly(token("t1", 10, 20));
  }

  @Test void access_tokens_that_ended_before_a_time_are_forgotten() {
    store.accessTokens().add(token("t1", 10, 20), AUDIT);
    store.accessTokens().add(token("t2", 10, 30), AUDIT);
    store.accessTokens().add(token("t3", 10, Long.MAX_VALUE), AUDIT);

    store.accessTokens().removeEnded(30);

    assertThat(store.accessTokens().tokens()).extracting(AccessToken::id).containsExactly("t2", "t3");
  }
}
