package io.tidemill.daemon.boot;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.daemon.agent.ServerAddress;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.AgentRegistry;
import io.tidemill.daemon.identity.ConnectedAgents;
import io.tidemill.daemon.tls.Fingerprint;
import io.tidemill.daemon.tls.Loopback;
import io.tidemill.daemon.tls.ServerTls;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.remote.AgentServer;
import io.tidemill.gateway.remote.AgentServerConfig;
import io.tidemill.gateway.remote.AgentServerLimits;
import io.tidemill.runtime.port.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener for agents of other processes: port, encryption, and the timer that stores when agents were last heard.
final class AgentListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentListener.class);
  private static final long STORE_SECONDS = 10;

  private final AgentServer server;
  private final @Nullable ServerTls tls;
  private final ScheduledExecutorService timer;
  private final String host;
  private final String pinned;

  private AgentListener(AgentServer server, @Nullable ServerTls tls, ScheduledExecutorService timer, String host,
      String pinned) {
    this.server = server;
    this.tls = tls;
    this.timer = timer;
    this.host = host;
    this.pinned = pinned;
  }

  /// Starts to listen.
  static AgentListener open(Path directory, DaemonConfig.Agents config, Gateway gateway, AgentRegistry registry,
      ConnectedAgents sessions) {
    ServerTls tls = encryption(directory, config);
    try {
      AgentServer server = AgentServer.start(
          new AgentServerConfig(config.host(), config.port(), tls == null ? null : tls.credentials(),
              AgentServerLimits.DEFAULT.withCutOff(config.cutOffAfter())),
          gateway, registry);
      ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("tidemill-agents-timer").daemon().factory());
      var _ = timer.scheduleWithFixedDelay(() -> note(registry, sessions, gateway), STORE_SECONDS, STORE_SECONDS,
          TimeUnit.SECONDS);
      return new AgentListener(server, tls, timer, config.host(),
          pinned(tls, config));
    } catch (IOException | RuntimeException e) {
      if (tls != null) {
        tls.close();
      }
      if (e instanceof IOException) {
        throw RefusedException.of(Kind.INVALID, "port-in-use", "agent-port", "Expected to listen for agents at "
            + config.host() + ":" + config.port() + ", but found: " + e.getMessage()
            + "; choose another port with --agent-port (0 for any), or another address with --agent-host");
      }
      throw (RuntimeException) e;
    }
  }

  private static String pinned(@Nullable ServerTls tls, DaemonConfig.Agents config) {
    Path certificate = config.certificate();
    return tls == null
        ? ""
        : certificate != null ? Fingerprint.of(certificate) : Objects.requireNonNull(tls.fingerprint());
  }

  private static void note(AgentRegistry registry, ConnectedAgents sessions, Gateway gateway) {
    try {
      registry.note(sessions.live());
      if (gateway.schedulers().several()) {
        registry.forgetRemoved().forEach(sessions::cut);
      }
    } catch (RuntimeException e) {
      LOG.warn("Expected to store when agents were last heard, but it failed; trying again in {} s", STORE_SECONDS, e);
    }
  }

  private static @Nullable ServerTls encryption(Path directory, DaemonConfig.Agents config) {
    Path certificate = config.certificate();
    Path key = config.key();
    if (certificate != null && key != null) {
      return ServerTls.of(certificate, key, config.clientAuthority());
    }
    return selfSigned(config) ? ServerTls.selfSigned(directory, config.clientAuthority()) : null;
  }

  /// Whether a certificate must be generated: plain text is allowed on the loopback interface only.
  static boolean selfSigned(DaemonConfig.Agents config) {
    return config.certificate() == null && (config.clientAuthority() != null || !Loopback.is(config.host()));
  }

  /// Fingerprint for agents to pin, null if there is none.
  static @Nullable String fingerprint(Path directory, DaemonConfig.Agents config) {
    if (!selfSigned(config)) {
      return null;
    }
    try (ServerTls tls = ServerTls.selfSigned(directory, null)) {
      return tls.fingerprint();
    }
  }

  /// Address for agents.
  ServerAddress address() {
    return new ServerAddress(Loopback.reachable(host), server.port());
  }

  /// Where other schedulers tell agents to find it.
  Member.Listener listener() {
    return new Member.Listener(address().toString(), pinned);
  }

  @Override public void close() {
    server.close();
    timer.shutdownNow();
    if (tls != null) {
      tls.close();
    }
  }
}
