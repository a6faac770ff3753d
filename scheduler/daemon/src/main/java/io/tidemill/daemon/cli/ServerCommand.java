package io.tidemill.daemon.cli;

import io.tidemill.api.http.Role;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.console.rest.SecureAddress;
import io.tidemill.console.session.BrowserSessions;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.tls.Loopback;
import io.tidemill.daemon.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs scheduler, API and console, with a port for agents of other processes.
@Command(name = "server", description = {
    "Run scheduler, API and console, with a port for agents, until Ctrl-C or SIGTERM.",
    "Agents join with a token of `tidemill token create`. Connections beyond loopback are encrypted.",
    "With --https-host, people on other machines reach API and console with tokens of `tidemill access create`."})
final class ServerCommand extends Subcommand {
  private static final int UNSET = -1;
  private static final int MAX_SLOTS = 100_000;

  @Option(names = "--port", paramLabel = "N", description = "Port of the API; 0: any free one. Default: tidemill.http.port") int port = UNSET;

  @Option(names = "--agent-port", paramLabel = "N", description = "Port for agents; 0: any free one. Default: tidemill.agents.port") int agentPort = UNSET;

  @Option(names = "--agent-host", paramLabel = "HOST", description = "Address to listen at for agents. Default: tidemill.agents.host") String agentHost = "";

  @Option(names = "--slots", paramLabel = "N", description = "Slots of an agent in this process; 0: no such agent. Default: 0") int slots;

  @Option(names = "--https-host", paramLabel = "HOST", description = "Address to serve API and console at over TLS. Default: tidemill.https.host") String httpsHost = "";

  @Option(names = "--https-port", paramLabel = "N", description = "Port of --https-host; 0: any free one. Default: tidemill.https.port") int httpsPort = UNSET;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate, PEM. Default: one is generated beyond loopback")
  @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of --tls-cert, PKCS #8 PEM")
  @Nullable Path key;

  @Option(names = "--client-ca", paramLabel = "FILE", description = "Authority whose certificates agents may present, PEM")
  @Nullable Path clientAuthority;

  ServerCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    check("--port", port, UNSET, 65_535);
    check("--agent-port", agentPort, UNSET, 65_535);
    check("--https-port", httpsPort, UNSET, 65_535);
    check("--slots", slots, 0, MAX_SLOTS);
    if ((certificate == null) != (key == null)) {
      throw badInput("Expected --tls-cert and --tls-key together, but found one of them");
    }
    DataDirectory directory = directory();
    DaemonConfig config = configured(ConfigReader.read(directory.path(), context.environment()).config());
    try (StopSignal stop = StopSignal.open();
        Daemon installation = Daemon.serveAgents(directory, config, slots > 0, "server");
        @Nullable ServerTls tls = tls(directory, config);
        ApiServer server = ApiServer.start(installation.operations(), directory.token(), installation.callers(),
            config.http().port(), secure(config.http().https(), tls))) {
      String agents = Objects.requireNonNull(installation.agents());
      directory.announce(new ServerRecord("server", server.port(), ProcessHandle.current().pid(), agents));
      announce(directory, "http://127.0.0.1:" + server.port(), agents);
      if (tls != null) {
        announceSecure(installation, server, config.http().https().host());
      }
      try {
        stop.await();
      } finally {
        directory.withdraw();
      }
    }
    return ExitCode.GOOD;
  }

  private static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw badInput("Expected " + option + " from 0 to " + max + ", but found " + value);
    }
  }

  private DaemonConfig.Https https(DaemonConfig.Https given) {
    return new DaemonConfig.Https(httpsHost.isEmpty() ? given.host() : httpsHost,
        httpsPort == UNSET ? given.port() : httpsPort, path(given.certificate()), path(given.key()));
  }

  private DaemonConfig configured(DaemonConfig config) {
    DaemonConfig.Agents given = config.agents();
    boolean files = certificate != null;
    DaemonConfig.Agents agents = new DaemonConfig.Agents(agentHost.isEmpty() ? given.host() : agentHost,
        agentPort == UNSET ? given.port() : agentPort, files ? path(certificate) : path(given.certificate()),
        files ? path(key) : path(given.key()),
        clientAuthority == null ? path(given.clientAuthority()) : path(clientAuthority), given.cutOffAfter(),
        given.lostAfter());
    return config.with(agents)
        .with(new DaemonConfig.Http(port == UNSET ? config.http().port() : port, https(config.http().https())))
        .with(slots > 0 ? config.agent().withSlots(slots) : config.agent());
  }

  private static @Nullable ServerTls tls(DataDirectory directory, DaemonConfig config) {
    DaemonConfig.Https https = config.http().https();
    if (!https.on()) {
      return null;
    }
    Path certificate = https.certificate() == null ? config.agents().certificate() : https.certificate();
    Path key = https.key() == null ? config.agents().key() : https.key();
    return certificate == null || key == null
        ? ServerTls.selfSigned(directory.path(), null)
        : ServerTls.of(certificate, key, null);
  }

  private static @Nullable SecureAddress secure(DaemonConfig.Https https, @Nullable ServerTls tls) {
    return tls == null ? null : new SecureAddress(https.host(), https.port(), tls.identity());
  }

  private void announceSecure(Daemon installation, ApiServer server, String host) {
    String address = "https://" + Loopback.reachable(host) + ":" + server.securePort();
    terminal().note("console and API for other machines at " + address);
    boolean administered = installation.operations()
        .accessTokens()
        .list()
        .stream()
        .anyMatch(token -> token.role() == Role.ADMIN && !token.expired());
    if (!administered) {
      terminal().note("no access token has the role admin yet; good for one login of the first administrator, for "
          + BrowserSessions.CODE_LIFE.toMinutes() + " minutes: " + address + "/login#" + server.loginCode());
    }
  }

  private @Nullable Path path(@Nullable Path written) {
    return written == null ? null : context.path(written);
  }

  private void announce(DataDirectory directory, String api, String agents) {
    if (json()) {
      Map<String, String> answer = new LinkedHashMap<>();
      answer.put("ready", api);
      answer.put("agents", "tidemill://" + agents);
      answer.put("data", directory.path().toString());
      terminal().json(answer);
    } else {
      terminal().line("ready " + api + " agents tidemill://" + agents);
      terminal().note("data " + directory.path()
          + "; `tidemill token create` creates a join token, `tidemill open` opens the console; Ctrl-C stops");
    }
  }
}
