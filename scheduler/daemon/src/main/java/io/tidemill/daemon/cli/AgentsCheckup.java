package io.tidemill.daemon.cli;

import io.tidemill.daemon.agent.ServerAddress;
import io.tidemill.daemon.cli.DoctorVerb.Finding;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.config.LoadedConfig;
import io.tidemill.daemon.tls.CertificateCheck;
import io.tidemill.daemon.tls.Loopback;
import io.tidemill.daemon.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at the way between a server and its agents: port, certificates, and the server an agent of this directory goes to.
final class AgentsCheckup {
  private static final int CONNECT_MILLIS = 2_000;

  private final Path directory;
  private final LoadedConfig loaded;
  private final CertificateCheck check = new CertificateCheck(Instant.now());
  private final List<Finding> findings = new ArrayList<>();

  /// @param directory the data directory
  AgentsCheckup(Path directory, LoadedConfig loaded) {
    this.directory = directory;
    this.loaded = loaded;
  }

  /// @param listening where a running server listens for agents, null where none does
  List<Finding> look(@Nullable String listening) {
    DaemonConfig.Agents agents = loaded.config().agents();
    port(agents, listening);
    certificates(agents);
    agent(loaded.config().remoteAgent());
    return findings;
  }

  private void port(DaemonConfig.Agents agents, @Nullable String listening) {
    ServerAddress running = listening == null ? null : ServerAddress.parse(listening);
    if (running != null) {
      String refused = connect(running);
      found("agent port", refused == null, refused == null
          ? running + " answers"
          : "Expected the server to answer at " + running + ", but found: " + refused
              + "; agents of other machines will find the same: look at the name, the firewall and --agent-host");
      return;
    }
    String where = agents.host() + ":" + agents.port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(agents.host()), agents.port()));
      found("agent port", true, where + " is free for `server`");
    } catch (IOException e) {
      // Who never starts a server need not care.
      found("agent port", !isSaid("tidemill.agents.host") && !isSaid("tidemill.agents.port"),
          "Expected that `server` can"
              + " listen at " + where + ", but found: " + e.getMessage()
              + "; choose another with --agent-port and --agent-host, or tidemill.agents.port and tidemill.agents.host");
    }
  }

  private boolean isSaid(String key) {
    return loaded.values()
        .stream()
        .anyMatch(each -> each.setting().key().equals(key) && !each.source().equals("default"));
  }

  private void certificates(DaemonConfig.Agents agents) {
    Path certificate = agents.certificate();
    Path key = agents.key();
    Path made = ServerTls.certificate(directory);
    Path authority = agents.clientAuthority();
    if (certificate != null && key != null) {
      found("agent certificate", check.server(certificate, key, agents.host()));
    } else if (authority == null && Loopback.is(agents.host())) {
      found("agent certificate", true, "none: agents on this machine speak plain text");
    } else if (Files.exists(made)) {
      found("agent certificate", check.identity(made, ServerTls.key(directory)));
    } else {
      found("agent certificate", true, made + ", made by the first `server`; join tokens name it");
    }
    if (authority != null) {
      found("authority of agents", check.authority(authority));
    }
  }

  private void agent(DaemonConfig.RemoteAgent agent) {
    ServerAddress server = ServerAddress.parse(agent.server());
    if (server != null) {
      String refused = connect(server);
      found("server of the agent", refused == null, refused == null
          ? server + " answers"
          : "Expected a server at " + server + ", but found: " + refused
              + "; start it, or correct tidemill.agent.server; the port is that of the agents, not of the API");
    }
    Path authority = agent.authority();
    if (authority != null) {
      found("authority of the server", check.authority(authority));
    }
    Path certificate = agent.certificate();
    Path key = agent.key();
    if (certificate != null && key != null) {
      found("certificate of the agent", check.identity(certificate, key));
    }
  }

  /// Why nobody answers there, null if somebody does.
  private static @Nullable String connect(ServerAddress server) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
      return null;
    } catch (IOException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private void found(String subject, CertificateCheck.Result result) {
    if (result.good()) {
      found(subject, true, result.text());
    } else {
      result.problems().forEach(problem -> found(subject, false, problem));
    }
  }

  private void found(String subject, boolean good, String text) {
    findings.add(new Finding(subject, good, text));
  }
}
