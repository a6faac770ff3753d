package io.tidemill.daemon.client;

import io.tidemill.api.ViewJson;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.ProblemDetails;
import io.tidemill.dsl.text.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Sends requests to the API, and turns error responses into the exceptions the server threw.
final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(CONNECT)
      .build();
  private final String base;
  private final String token;

  ApiClient(int port, String token) {
    this("http://127.0.0.1:" + port + Endpoint.ROOT, token);
  }

  /// @param server address of a server, without a path
  static ApiClient of(URI server, String token) {
    return new ApiClient(server.getScheme() + "://" + server.getRawAuthority() + Endpoint.ROOT, token);
  }

  private ApiClient(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /// A client of what the server answers beside the API.
  static ApiClient ofServer(int port, String token) {
    return new ApiClient("http://127.0.0.1:" + port, token);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @param type content type of the body, null where there is none
  byte[] send(String verb, String path, @Nullable String type, BodyPublisher body) {
    HttpRequest.Builder request = request(path).timeout(ANSWER).method(verb, body);
    return send((type == null ? request : request.header("Content-Type", type)).build());
  }

  /// Sends what may be sent again, a few times if the connection is lost or the scheduler has no answer.
  ///
  /// @param type content type of the body, null where there is none
  byte[] sendUntilAnswered(String verb, String path, @Nullable String type, BodyPublisher body) {
    long begun = System.nanoTime();
    for (int tries = 1;; tries++) {
      long sent = System.nanoTime();
      try {
        return send(verb, path, type, body);
      } catch (RefusedException e) {
        long now = System.nanoTime();
        Duration pause = ResendPause.after(tries, Duration.ofNanos(now - begun), Duration.ofNanos(now - sent));
        if (pause == null || e.kind() != Kind.UNAVAILABLE || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.info("{} {} is sent again in {}: {}", verb, path, DurationText.of(pause), e.getMessage());
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  /// Opens a stream that the server keeps open.
  InputStream stream(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      try (InputStream body = answer.body()) {
        throw refused(answer.statusCode(), body.readAllBytes());
      }
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        throw refused(answer.statusCode(), answer.body());
      }
      return answer.body();
    } catch (SSLException e) {
      throw RefusedException.of(Kind.UNAVAILABLE, "not-trusted", "", "Expected " + base
          + " to show a certificate that this Java trusts, but found: " + e.getMessage()
          + "; give the server one of an authority (--tls-cert), or name a trust store in TIDEMILL_JAVA_OPTS"
          + " (-Djavax.net.ssl.trustStore=FILE)");
    } catch (IOException e) {
      throw unreachable(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unreachable("the wait was interrupted");
    }
  }

  private RefusedException unreachable(String why) {
    return RefusedException.of(Kind.UNAVAILABLE, "unreachable", "",
        "Expected an answer of " + base + ", but found: " + why
            + "; is `tidemill dev` or `server` still running?");
  }

  private static RefusedException refused(int status, byte[] body) {
    Kind kind = ProblemDetails.kind(status);
    try {
      List<ApiError> errors = ViewJson.LENIENT.readValue(body, ProblemDetails.class).errors();
      if (errors != null && !errors.isEmpty()) {
        return new RefusedException(kind, errors);
      }
    } catch (JacksonException _) {
      // reported below
    }
    return RefusedException.of(kind, "http-" + status, "", "Expected an answer of the API, but found status " + status);
  }
}
