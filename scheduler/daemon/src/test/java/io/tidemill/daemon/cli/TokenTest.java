package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.ViewJson;
import io.tidemill.api.token.TokenCreated;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  @Test void a_token_is_shown_once_and_listed_without_its_secret() {
    Shell.Answer created = shell.type("token", "create", "--name", "north", "--expires", "2h");

    assertThat(created.code()).as(created::all).isZero();
    String token = created.out().strip();
    assertThat(token).matches("tidemill-join\\.[A-Za-z0-9_-]{43}");
    assertThat(created.err()).contains("valid for one agent until");
    Shell.Answer listed = shell.type("token", "list");
    assertThat(listed.out()).contains("OPEN", "north");
    assertThat(listed.all()).doesNotContain(token.substring("tidemill-join.".length()));
  }

  @Test void a_revoked_token_is_gone() {
    TokenCreated token = ViewJson.LENIENT.readValue(shell.type("token", "create", "-o", "json").out(),
        TokenCreated.class);

    assertThat(shell.type("token", "revoke", token.id()).out()).contains("revoked " + token.id());
    assertThat(shell.type("token", "list").all()).contains("no join tokens");
    assertThat(shell.type("token", "revoke", token.id()).code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void what_cannot_be_a_token_is_refused() {
    assertThat(shell.type("token", "create", "--expires", "soon").err()).contains("Expected a time like", "'soon'");
    assertThat(shell.type("token", "create", "--expires", "5s").err()).contains("60 to 2592000 seconds");
    assertThat(shell.type("token", "create", "--name", "a b").err()).contains("Expected a name", "'a b'");
    assertThat(shell.type("token").err()).contains("token create");
    assertThat(shell.type("token", "crate").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void beyond_loopback_the_token_names_the_certificate_to_trust() {
    shell.environment.put("TIDEMILL_AGENTS_HOST", "0.0.0.0");

    String first = shell.type("token", "create").out().strip();
    String second = shell.type("token", "create").out().strip();

    assertThat(first).matches("tidemill-join\\.[A-Za-z0-9_-]{43}\\.[0-9a-f]{64}");
    assertThat(second.substring(second.length() - 64)).isEqualTo(first.substring(first.length() - 64));
    assertThat(shell.data().resolve("agents-key.pem")).exists();
  }

  @Test void an_agent_that_is_not_there_cannot_be_removed() {
    shell.type("token", "create");

    assertThat(shell.type("agents").all()).contains("no agents yet");
    Shell.Answer removed = shell.type("agents", "remove", "north");
    assertThat(removed.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(removed.err()).contains("Expected the name of an agent, but found 'north'");
  }
}
