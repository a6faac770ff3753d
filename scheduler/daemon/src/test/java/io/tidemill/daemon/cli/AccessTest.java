package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.ViewJson;
import io.tidemill.api.access.AccessTokenCreated;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  @Test void an_access_token_is_shown_once_and_listed_without_its_secret() {
    Shell.Answer created = shell.type("access", "create", "--name", "Zoë, nights", "--role", "operator", "--expires",
        "30d");

    assertThat(created.code()).as(created::all).isZero();
    String token = created.out().strip();
    assertThat(token).matches("tidemill-access\\.[A-Za-z0-9_-]{43}");
    assertThat(created.err()).contains("Zoë, nights", "operator", "valid until");
    Shell.Answer listed = shell.type("access", "list");
    assertThat(listed.out()).contains("Zoë, nights", "operator");
    assertThat(listed.all()).doesNotContain(token.substring("tidemill-access.".length()));
  }

  @Test void a_revoked_access_token_is_gone() {
    AccessTokenCreated token = ViewJson.LENIENT.readValue(
        shell.type("access", "create", "--name", "ci", "--role", "author", "-o", "json").out(),
        AccessTokenCreated.class);

    assertThat(shell.type("access", "revoke", token.id()).out()).contains("revoked " + token.id());
    assertThat(shell.type("access", "list").all()).contains("no access tokens");
    Shell.Answer again = shell.type("access", "revoke", token.id());
    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("Expected the id of an access token", token.id(), "access list");
  }

  @Test void what_cannot_be_an_access_token_is_refused() {
    assertThat(shell.type("access", "create", "--name", "ci", "--role", "boss").err())
        .contains("viewer, operator, author, admin", "'boss'");
    assertThat(shell.type("access", "create", "--name", " ", "--role", "viewer").err()).contains("1 to 100 characters");
    assertThat(shell.type("access", "create", "--name", "a\u0007b", "--role", "viewer").err())
        .contains("1 to 100 characters");
    assertThat(shell.type("access", "create", "--name", "ci", "--role", "viewer", "--expires", "5s").err())
        .contains("60 to 315360000 seconds");
    assertThat(shell.type("access", "create", "--role", "viewer").code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shell.type("access").err()).contains("access create");
  }
}
