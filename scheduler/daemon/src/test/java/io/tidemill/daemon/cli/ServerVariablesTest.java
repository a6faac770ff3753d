package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.config.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line with a server that is named by the environment.
class ServerVariablesTest {
  @TempDir Path directory;

  @Test void a_verb_asks_the_server_it_is_given_and_may_what_its_token_may() throws Exception {
    Shell owner = new Shell(directory.resolve("owner"));
    Shell guest = new Shell(directory.resolve("guest"));
    DataDirectory data = DataDirectory.at(directory.resolve("server"));
    data.make();
    try (Daemon daemon = Daemon.serve(data, ConfigReader.read(data.path(), Map.of()).config(), "test");
        ApiServer server = ApiServer.start(daemon.operations(), "secret", daemon.callers(), 0)) {
      String address = "http://127.0.0.1:" + server.port();
      owner.environment.put("TIDEMILL_SERVER", address);
      owner.environment.put("TIDEMILL_TOKEN", "secret");
      Shell.Answer created = owner.type("access", "create", "--name", "guest", "--role", "viewer");
      assertThat(created.code()).as(created::all).isZero();

      guest.environment.put("TIDEMILL_SERVER", address);
      guest.environment.put("TIDEMILL_TOKEN", created.out().strip());
      assertThat(guest.type("ps").code()).isZero();
      Shell.Answer refused = guest.type("access", "list");
      assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains("Expected a caller with the role admin", "'guest' has the role viewer");

      guest.environment.put("TIDEMILL_TOKEN", "tidemill-access.guess");
      Shell.Answer unknown = guest.type("ps");
      assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(unknown.err()).contains("one that is unknown, was taken back or has ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7788", "ftp://127.0.0.1", "http://127.0.0.1:7788/api", "http://", "http://a b",
      "http://me:secret@127.0.0.1", "http://127.0.0.1?x=1"}) void what_is_no_address_of_a_server_is_refused(
          String text) {
    assertThatThrownBy(() -> ServerVariables.server(text)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("TIDEMILL_SERVER", "http://127.0.0.1:7788", text);
  }

  @Test void a_token_never_travels_readable_to_another_machine() {
    assertThatThrownBy(() -> ServerVariables.server("http://192.0.2.1:7788")).isInstanceOf(BadInputException.class)
        .hasMessageContaining("https://");
    assertThat(ServerVariables.server("https://192.0.2.1:7788/")).isEqualTo(URI.create("https://192.0.2.1:7788/"));
  }

  @Test void a_server_without_a_token_is_refused() {
    assertThatThrownBy(() -> ServerVariables.token(Map.of())).isInstanceOf(BadInputException.class)
        .hasMessageContaining("TIDEMILL_TOKEN", "access create");
    assertThatThrownBy(() -> ServerVariables.token(Map.of("TIDEMILL_TOKEN", "two words")))
        .isInstanceOf(BadInputException.class);
  }
}
