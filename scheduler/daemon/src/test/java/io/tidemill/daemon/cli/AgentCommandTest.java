package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.remote.AgentAuthenticator;
import io.tidemill.gateway.remote.AgentServer;
import io.tidemill.gateway.remote.AgentServerConfig;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.memory.MemoryStore;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
  @TempDir Path directory;

  /// Gives every agent a credential that is another's.
  private static final class Mixed implements AgentAuthenticator {
    @Override public Joined join(String joinToken, String agentName, String credential) {
      return new Issued(agentName, credential);
    }

    @Override public @Nullable String agent(String credential) {
      return "south";
    }

    @Override public @Nullable String agent(X509Certificate certificate) {
      return null;
    }
  }

  @Test void an_agent_that_the_server_will_never_take_ends_with_the_reason() throws Exception {
    MemoryStore store = new MemoryStore(4, InstantSource.system());
    Gateway gateway = new Gateway(new DagDirectory(store.catalog(), store.partitions()));
    gateway.serve(new SchedulerNode("test", store, gateway));
    Shell shell = new Shell(directory);
    Path token = shell.save("join.token", "tidemill-join." + "x".repeat(43));
    try (AgentServer server = AgentServer.start(new AgentServerConfig("127.0.0.1", 0, null), gateway, new Mixed())) {
      Shell.Answer answer = shell.type("agent", "--server", "127.0.0.1:" + server.port(), "--name", "north",
          "--token-file", token.toString(), "--connect-timeout", "30s");

      assertThat(answer.code()).as(answer::all).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(answer.err()).contains("Expected agent 'south', the owner of the credential").contains("'north'");
    }
  }
}
