package io.tidemill.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.backfill.BackfillChangeRequest;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Role;
import io.tidemill.console.session.Caller;
import io.tidemill.console.session.CallerLookup;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every route under every role. The operations behind them note that they were called.
class RolesTest {
  private final Map<String, Caller> tokens = new ConcurrentHashMap<>(Arrays.stream(Role.values())
      .map(role -> new Caller(word(role), "the " + word(role), role))
      .collect(Collectors.toMap(Caller::id, Function.identity())));
  private final Set<String> called = ConcurrentHashMap.newKeySet();
  private final ApiServer server = ApiServer.start(noting(Operations.class), "secret", new CallerLookup() {
    @Override public @Nullable Caller byToken(String token) {
      return tokens.get(token);
    }

    @Override public @Nullable Caller byId(String id) {
      return tokens.get(id);
    }
  }, 0);
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base = "http://127.0.0.1:" + server.port();

  @AfterEach void close() {
    server.close();
    http.close();
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private <T> T noting(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, _) -> {
      called.add(method.getName());
      return method.getReturnType().isInterface() && method.getReturnType() != List.class
          ? noting(method.getReturnType())
          : null;
    }));
  }

  private HttpRequest.Builder request(Endpoint endpoint) {
    String path = Endpoint.ROOT + endpoint.address(_ -> "1");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .method(endpoint.verb(),
            endpoint.verb().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
    return endpoint.only(Argument.JsonBody.class) == null
        ? request
        : request.header("Content-Type", "application/json");
  }

  private int status(HttpRequest.Builder request, @Nullable String token) throws IOException, InterruptedException {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
    // Not read to its end: a stream has none.
    answer.body().close();
    return answer.statusCode();
  }

  @Test void every_route_lets_in_who_has_the_role_and_nobody_else() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.all(Operations.class)) {
      called.clear();
      expect(wrong, endpoint, "no token", status(request(endpoint), null), 401);
      expect(wrong, endpoint, "a wrong token", status(request(endpoint), "guess"), 403);
      for (Role role : Role.values()) {
        if (!role.may(endpoint.permission())) {
          expect(wrong, endpoint, word(role), status(request(endpoint), word(role)), 403);
        }
      }
      assertThat(called).as("what %s reached while nobody might", endpoint).isEmpty();
      for (Role role : Role.values()) {
        int status = status(request(endpoint), word(role));
        if (role.may(endpoint.permission()) && (status == 401 || status == 403)) {
          wrong.add(endpoint + " as " + word(role) + ": " + status + " instead of an answer");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void expect(List<String> wrong, Endpoint endpoint, String who, int found, int expected) {
    if (found != expected) {
      wrong.add(endpoint + " with " + who + ": " + found + " instead of " + expected);
    }
  }

  @Test void each_permission_is_used_by_a_route_and_the_roles_grow() {
    assertThat(Endpoint.all(Operations.class)).extracting(Endpoint::permission).contains(Permission.values());
    for (int i = 1; i < Role.values().length; i++) {
      assertThat(Role.values()[i].permissions()).containsAll(Role.values()[i - 1].permissions());
      assertThat(Role.values()[i].permissions().size()).isGreaterThan(Role.values()[i - 1].permissions().size());
    }
    assertThat(Role.leastFor(Permission.OPERATE)).isEqualTo(Role.OPERATOR);
  }

  @Test void a_refusal_names_the_role_it_takes_and_the_one_there_is() throws Exception {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(base + "/api/v1/access-tokens"))
        .header("Authorization", "Bearer operator")
        .build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("not-permitted", "role admin", "'the operator' has the role operator",
        "tidemill access create --role admin");
  }

  @Test void who_is_logged_in_sees_the_name_and_what_the_role_may() throws Exception {
    HttpResponse<String> login = http.send(HttpRequest.newBuilder(URI.create(base + "/session"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"token\":\"viewer\"}"))
        .build(), BodyHandlers.ofString());
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];

    HttpResponse<String> shown = http.send(HttpRequest.newBuilder(URI.create(base + "/session"))
        .header("Cookie", cookie)
        .build(), BodyHandlers.ofString());
    CallerView view = ViewJson.LENIENT.readValue(shown.body(), CallerView.class);
    assertThat(view).isEqualTo(new CallerView("the viewer", Role.VIEWER, List.of(Permission.VIEW)));

    HttpResponse<String> change = http.send(HttpRequest.newBuilder(URI.create(base + "/api/v1/dags/x/resume"))
        .headers("Cookie", cookie, "Origin", base)
        .POST(BodyPublishers.noBody())
        .build(), BodyHandlers.ofString());
    assertThat(change.statusCode()).as("a session may what its token may").isEqualTo(403);

    tokens.clear();
    assertThat(http.send(HttpRequest.newBuilder(URI.create(base + "/session")).header("Cookie", cookie).build(),
        BodyHandlers.ofString()).statusCode()).as("after the token was taken back").isEqualTo(401);
  }

  @Test void a_request_says_it_comes_from_its_caller_whatever_it_says_itself() throws Exception {
    BackfillChangeRequest asked = new BackfillChangeRequest("somebody else", "c1");

    assertThat(CallerSignature.sign(asked, new Caller("t1", "Ada", Role.OPERATOR)))
        .isEqualTo(new BackfillChangeRequest("Ada", "c1"));
    assertThat(CallerSignature.sign(asked, Caller.OWNER)).isSameAs(asked);
    assertThat(CallerSignature.sign("a file", new Caller("t1", "Ada", Role.OPERATOR))).isEqualTo("a file");
  }

  @Test void a_stream_ends_soon_after_its_token_was_taken_back() throws Exception {
    HttpResponse<InputStream> stream = http.send(HttpRequest.newBuilder(URI.create(base + "/api/v1/events"))
        .header("Authorization", "Bearer viewer")
        .timeout(Duration.ofMinutes(1))
        .build(), BodyHandlers.ofInputStream());
    assertThat(stream.statusCode()).isEqualTo(200);

    tokens.clear();

    assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8)).startsWith(": here");
  }
}
