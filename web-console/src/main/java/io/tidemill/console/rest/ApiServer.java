package io.tidemill.console.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/// Serves the API on the loopback address.
public final class ApiServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Javalin server;
  private final EventRoute events;

  private ApiServer(Javalin server, EventRoute events) {
    this.server = server;
    this.events = events;
  }

  /// Starts it.
  ///
  /// @param token secret that every request carries
  /// @param port port, 0 for any free one
  /// @throws RefusedException if the port is in use
  public static ApiServer start(Operations operations, String token, int port) {
    EventRoute events = new EventRoute(operations.events());
    RequestFilter guard = new RequestFilter(token);
    Javalin server = Javalin.create(config -> configure(config, operations, events, guard));
    try {
      server.start(LOOPBACK, port);
    } catch (RuntimeException e) {
      if (bind(e) != null) {
        throw RefusedException.of(Kind.INVALID, "port-in-use", "port", "Expected port " + port
            + " of 127.0.0.1 to be free, but another process uses it; choose another one with --port, or 0 for any");
      }
      throw e;
    }
    guard.port(server.port());
    return new ApiServer(server, events);
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
    new ResourceRoutes(operations, events).add(config.routes);
    config.routes.beforeMatched(guard::permit);
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  @Override public void close() {
    events.close();
    server.stop();
  }
}
