package io.tidemill.cluster;

import io.tidemill.runtime.NotOwnerException;
import io.tidemill.runtime.OutcomeUnknownException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Calls other schedulers. Safe for use by several threads.
public final class PeerClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final HttpClient http;

  /// @param tls shows this scheduler's certificate, and trusts those of the others
  public PeerClient(SSLContext tls) {
    http = HttpClient.newBuilder()
        .sslContext(tls)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }

  /// Calls a method of a port at another scheduler.
  ///
  /// @param address `HOST:PORT`
  /// @return the answer; completes exceptionally with what the other scheduler's port throws, with [NotOwnerException] where the call did not get there,
  ///     and with [OutcomeUnknownException] where it may have
  CompletableFuture<@Nullable Object> call(String address, Method method, @Nullable Object[] arguments,
      Duration patience) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + address + PeerCall.of(method).path()))
        .timeout(patience)
        .POST(HttpRequest.BodyPublishers.ofByteArray(PeerJson.writeArguments(method, arguments)))
        .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).handle((response, failure) -> {
      if (failure != null) {
        throw failed(address, failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure);
      }
      if (response.statusCode() != 200) {
        throw PeerFailure.of(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
      }
      try {
        return PeerJson.readAnswer(method, response.body());
      } catch (JacksonException e) {
        throw new OutcomeUnknownException("The scheduler at " + address
            + " gave an answer that this version does not know: " + e.getOriginalMessage());
      }
    });
  }

  private static RuntimeException failed(String address, Throwable failure) {
    String what = "The scheduler at " + address + " does not answer: " + failure;
    boolean before = failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
        || failure instanceof SSLHandshakeException;
    return before ? new NotOwnerException(what) : new OutcomeUnknownException(what);
  }

  @Override public void close() {
    http.shutdownNow();
  }
}
