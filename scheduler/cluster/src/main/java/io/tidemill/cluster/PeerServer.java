package io.tidemill.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers calls of other schedulers: each is a method of a port, asked of this scheduler's own partitions. Both ends show a certificate that the database
/// names, else the connection is refused.
public final class PeerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);
  /// Longest request.
  private static final int MOST_BYTES = 64 << 20;
  private static final long PATIENCE_SECONDS = 30;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<PeerCall, Target> targets = new HashMap<>();

  private PeerServer(HttpsServer server) {
    this.server = server;
  }

  private record Target(Method method, Object of) {}

  /// Starts to answer.
  ///
  /// @param tls shows this scheduler's certificate, and trusts those of the others
  /// @param ports what is answered, by the interface that others call
  public static PeerServer start(InetSocketAddress address, SSLContext tls, Map<Class<?>, Object> ports)
      throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls) {
      @Override public void configure(HttpsParameters parameters) {
        SSLParameters both = getSSLContext().getDefaultSSLParameters();
        both.setNeedClientAuth(true);
        parameters.setSSLParameters(both);
      }
    });
    PeerServer started = new PeerServer(server);
    ports.forEach((port, target) -> PeerCall.methods(port)
        .values()
        .forEach(method -> started.targets.put(new PeerCall(port.getSimpleName(), method.getName()),
            new Target(method, target))));
    server.setExecutor(started.threads);
    server.createContext("/", started::answer);
    server.start();
    return started;
  }

  /// The port it listens at.
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      PeerCall call = PeerCall.at(exchange.getRequestURI().getPath());
      Target target = call == null ? null : targets.get(call);
      if (target == null || !exchange.getRequestMethod().equals("POST")) {
        respond(exchange, 404, "Expected a call that this version knows".getBytes(StandardCharsets.UTF_8));
        return;
      }
      byte[] body = read(exchange.getRequestBody());
      if (body == null) {
        respond(exchange, 413, "Expected a shorter request".getBytes(StandardCharsets.UTF_8));
        return;
      }
      try {
        respond(exchange, 200, PeerJson.writeAnswer(target.method(), call(target, body)));
      } catch (IllegalArgumentException e) {
        respond(exchange, 400, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      } catch (Exception e) {
        PeerFailure failure = PeerFailure.of(e);
        if (failure == PeerFailure.UNKNOWN) {
          LOG.debug("A call of another scheduler failed: {}", call, e);
        }
        respond(exchange, failure.status(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static byte @Nullable [] read(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MOST_BYTES + 1);
    return body.length > MOST_BYTES ? null : body;
  }

  private static @Nullable Object call(Target target, byte[] body) throws Exception {
    @Nullable Object[] arguments = PeerJson.readArguments(target.method(), body);
    try {
      Object answer = target.method().invoke(target.of(), arguments);
      return answer instanceof CompletableFuture<?> future
          ? future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join()
          : answer;
    } catch (InvocationTargetException | CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
