package io.tidemill.console.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.console.page.ConsoleAssets;
import io.tidemill.console.session.BrowserSessions;
import io.tidemill.console.session.Caller;
import io.tidemill.console.session.CallerLookup;
import io.tidemill.dsl.text.DurationText;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the API and the console: on the loopback address, and over TLS where others are to reach them.
public final class ApiServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final Javalin server;
  private final EventRoute events;
  private final GracefulHandler requests;
  private final BrowserSessions sessions;

  private ApiServer(Javalin server, EventRoute events, GracefulHandler requests, BrowserSessions sessions) {
    this.server = server;
    this.events = events;
    this.requests = requests;
    this.sessions = sessions;
  }

  /// Starts it on the loopback address only.
  ///
  /// @param token the owner's secret; each request carries it or the token of another caller, or a session that began with one
  /// @param callers all other callers
  /// @param port port, 0 for any free one
  /// @throws RefusedException if the port is in use
  public static ApiServer start(Operations operations, String token, CallerLookup callers, int port) {
    return start(operations, token, callers, port, null);
  }

  /// Starts it, also for callers on other machines.
  ///
  /// @param token the owner's secret
  /// @param callers all other callers
  /// @param port port on the loopback address, 0 for any free one
  /// @param secure where others reach it, null: nowhere
  /// @throws RefusedException if a port is in use, or the address is not one of this machine
  public static ApiServer start(Operations operations, String token, CallerLookup callers, int port,
      @Nullable SecureAddress secure) {
    BrowserSessions sessions = new BrowserSessions(token, callers, InstantSource.system());
    RequestFilter guard = new RequestFilter(sessions);
    EventRoute events = new EventRoute(operations.events(), request -> guard.caller(request) != null);
    GracefulHandler requests = new GracefulHandler();
    Javalin server = Javalin.create(config -> {
      config.jetty.modifyServer(jetty -> jetty.setHandler(requests));
      configure(config, operations, events, guard);
      new SessionRoutes(sessions, guard).add(config.routes);
      new PageRoutes(ConsoleAssets.load()).add(config.routes);
      new HealthRoutes(operations.cluster()).add(config.routes);
      Connectors.plain(config.jetty, LOOPBACK, port);
      if (secure != null) {
        Connectors.secure(config.jetty, secure);
      }
    });
    try {
      server.start();
    } catch (RuntimeException e) {
      if (bind(e) != null) {
        throw RefusedException.of(Kind.INVALID, "port-in-use", "port", "Expected port " + port + " of 127.0.0.1"
            + (secure == null ? "" : " and port " + secure.port() + " of " + secure.host())
            + " to be free, but another process uses it"
            + (secure == null ? "" : ", or the address is not one of this machine")
            + "; choose another one with --port" + (secure == null ? "" : ", --https-port or --https-host")
            + ", or port 0 for any");
      }
      throw e;
    }
    guard.port(server.port());
    return new ApiServer(server, events, requests, sessions);
  }

  private static @Nullable BindException bind(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof BindException bind) {
        return bind;
      }
    }
    return null;
  }

  private static void configure(JavalinConfig config, Operations operations, EventRoute events, RequestFilter guard) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.generateEtags = false;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setSendXPoweredBy(false);
    });
    config.jetty.modifyServer(server -> server.setStopTimeout(0));
    config.routes.before(guard::check);
    Responses.failures(config.routes);
    new ResourceRoutes(operations, events, guard).add(config.routes);
    config.routes.beforeMatched(guard::permit);
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// The port others reach over TLS.
  ///
  /// @throws IllegalStateException if there is none
  public int securePort() {
    if (server.jettyServer().server().getConnectors().length < 2) {
      throw new IllegalStateException("Expected a server that others reach, but it listens on this machine only");
    }
    return ((ServerConnector) server.jettyServer().server().getConnectors()[1]).getLocalPort();
  }

  /// A code with which the owner logs in once, within [BrowserSessions#CODE_LIFE].
  public String loginCode() {
    return sessions.newCode(Caller.OWNER);
  }

  @Override public void close() {
    events.close();
    awaitAnswers();
    server.stop();
  }

  /// Who asked for the last thing this process did, such as the cancellation of its run, shall hear that it was done: waits until all
  /// answers are written. The server itself would wait for connections too that nobody uses.
  private void awaitAnswers() {
    try {
      requests.shutdown().get(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Requests were not answered within {} and are cut off", DurationText.of(LAST_ANSWERS), e);
    }
  }
}
