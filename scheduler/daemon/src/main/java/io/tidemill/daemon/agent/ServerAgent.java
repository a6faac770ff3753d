package io.tidemill.daemon.agent;

import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.Credential;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.RequestOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent in the process of a server that shares its database with others. It has sessions with all of them, as agents of other processes have: what it
/// runs may be another server's by the time it ends.
public final class ServerAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerAgent.class);

  private final ServingAgent agent;

  private ServerAgent(ServingAgent agent) {
    this.agent = agent;
  }

  /// Makes the agent known, unless it was at an earlier start, and begins to serve.
  ///
  /// @param name its name
  /// @param work its work folder
  /// @param server where this server listens for agents
  /// @param fingerprint of the certificate that the server shows there, null where it shows none
  /// @param grace time running tasks have when the server stops
  public static ServerAgent start(DaemonConfig config, String name, Path work, ServerAddress server,
      @Nullable String fingerprint, AgentStore store, Duration grace) {
    try {
      enroll(name, work, fingerprint, store);
      DaemonConfig.RemoteAgent settings = new DaemonConfig.RemoteAgent("", null, name, work, List.of(),
          List.of("default"),
          null, null, null, grace);
      return new ServerAgent(ServingAgent.open(config.with(settings), name, List.of(server), work, LOG::info, null));
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to keep the agent of this server in " + work, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the agent of this server started", e);
    }
  }

  private static void enroll(String name, Path work, @Nullable String fingerprint, AgentStore store)
      throws IOException {
    Files.createDirectories(work);
    Credential known = Credential.read(work);
    Credential credential = (known == null || !known.agent().equals(name) ? Credential.random(name, null) : known)
        .known()
        .pinned(fingerprint);
    Agent stored = store.agents().stream().filter(agent -> agent.name().equals(name)).findFirst().orElse(null);
    if (stored == null || !stored.credentialHash().equals(credential.hash())) {
      long now = System.currentTimeMillis();
      if (stored != null) {
        store.remove(name, AuditEntry.of(now, RequestOrigin.here("server").as("agents.join"), "agent " + name, "",
            "given a new credential"));
      }
      store.add(Agent.joining(name, credential.hash(), now));
    }
    credential.write(work);
  }

  @Override public void close() {
    agent.close();
  }
}
