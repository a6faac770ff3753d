package io.tidemill.daemon.client;

import io.tidemill.api.ViewJson;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.ProblemDetails;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Sends requests to the API, and turns error responses into the exceptions the server threw.
final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(CONNECT)
      .build();
  private final String base;
  private final String token;

  ApiClient(int port, String token) {
    this.base = "http://127.0.0.1:" + port + Endpoint.ROOT;
    this.token = token;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @param type content type of the body, null where there is none
  byte[] send(String verb, String path, @Nullable String type, BodyPublisher body) {
    HttpRequest.Builder request = request(path).timeout(ANSWER).method(verb, body);
    return send((type == null ? request : request.header("Content-Type", type)).build());
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
            + "; is `tidemill dev` still running?");
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
