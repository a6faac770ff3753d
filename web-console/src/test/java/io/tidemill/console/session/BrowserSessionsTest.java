package io.tidemill.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.http.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrowserSessionsTest {
  private static final Caller ADA = new Caller("t1", "Ada", Role.VIEWER);

  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private final Map<String, Caller> tokens = new HashMap<>(Map.of("token of Ada", ADA));
  private final BrowserSessions sessions = sessions("secret");

  private BrowserSessions sessions(String secret) {
    return new BrowserSessions(secret, new CallerLookup() {
      @Override public @Nullable Caller byToken(String token) {
        return tokens.get(token);
      }

      @Override public @Nullable Caller byId(String id) {
        return tokens.values().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
      }
    }, () -> now);
  }

  @Test void callers_are_known_by_their_tokens() {
    assertThat(sessions.byToken("secret")).isEqualTo(Caller.OWNER);
    assertThat(sessions.byToken("token of Ada")).isEqualTo(ADA);
    assertThat(sessions.byToken("another")).isNull();
  }

  @Test void a_session_lasts_for_its_life_and_over_a_restart() {
    String session = sessions.begin(ADA);
    assertThat(sessions.bySession(session)).isEqualTo(ADA);
    assertThat(sessions("secret").bySession(session)).as("after a restart").isEqualTo(ADA);
    now = now.plus(BrowserSessions.LIFE);
    assertThat(sessions.bySession(session)).isNull();
  }

  @Test void another_token_of_the_owner_ends_all_sessions() {
    assertThat(sessions("other").bySession(sessions.begin(ADA))).isNull();
  }

  @Test void a_token_that_is_taken_back_ends_its_sessions_and_login_codes() {
    String session = sessions.begin(ADA);
    String code = sessions.newCode(ADA);
    tokens.clear();

    assertThat(sessions.bySession(session)).isNull();
    assertThat(sessions.redeem(code)).isNull();
    assertThat(sessions.bySession(sessions.begin(Caller.OWNER))).isEqualTo(Caller.OWNER);
  }

  @Test void a_session_that_was_altered_is_none() {
    String session = sessions.begin(ADA);
    String later = (Long.parseLong(session.substring(0, session.indexOf('.'))) + 1)
        + session.substring(session.indexOf('.'));
    String owners = session.replace(".t1.", ".owner.");
    for (@Nullable String forged : new @Nullable String[]{null, "", ".", "..", "x.y", "x.y.z", later, owners,
        session + "A",
        session + ".", "9".repeat(30) + ".t1.a", "secret"}) {
      assertThat(sessions.bySession(forged)).as(forged).isNull();
    }
  }

  @Test void a_login_code_is_good_once() {
    String code = sessions.newCode(ADA);
    assertThat(sessions.redeem(code + "x")).isNull();
    assertThat(sessions.redeem(code)).isEqualTo(ADA);
    assertThat(sessions.redeem(code)).isNull();
  }

  @Test void a_login_code_is_good_for_minutes() {
    String code = sessions.newCode(ADA);
    now = now.plus(BrowserSessions.CODE_LIFE).plus(Duration.ofSeconds(1));
    assertThat(sessions.redeem(code)).isNull();
  }

  @Test void codes_that_nobody_uses_are_forgotten() {
    String first = sessions.newCode(ADA);
    for (int i = 0; i < 100; i++) {
      sessions.newCode(ADA);
    }
    assertThat(sessions.redeem(first)).isNull();
  }
}
