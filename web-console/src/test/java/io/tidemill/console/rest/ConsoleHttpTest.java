package io.tidemill.console.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.dag.DagView;
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
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The console and its sessions over HTTP.
class ConsoleHttpTest {
  private static final String TOKEN = "secret";
  private static final Pattern COOKIE = Pattern.compile("(tidemill-\\d+=[^;]*);.*");

  private List<?> listed = List.of();
  private final ApiServer server = ApiServer.start(operations(), TOKEN, CallerLookup.NONE, 0);
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base = "http://127.0.0.1:" + server.port();

  @AfterEach void close() {
    server.close();
    http.close();
  }

  /// Operations that answer what is listed to each question for a list.
  private Operations operations() {
    return proxy(Operations.class);
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, _) -> {
      if (method.getReturnType() == List.class) {
        return listed;
      }
      return method.getReturnType().isInterface() ? proxy(method.getReturnType()) : null;
    }));
  }

  private HttpResponse<String> send(String verb, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String login() throws IOException, InterruptedException {
    HttpResponse<String> answer = send("POST", "/session", "{\"token\":\"secret\"}", "Content-Type",
        "application/json");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(TOKEN);
    Matcher cookie = COOKIE.matcher(header(answer, "Set-Cookie"));
    assertThat(cookie.matches()).isTrue();
    return cookie.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/dags", "/dags/sales", "/dags/sales/runs/7", "/runs", "/agents",
      "/schedule"}) void each_address_of_the_console_is_its_page_under_the_policy(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith("text/html");
    assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'", "script-src 'self' 'sha256-");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.body()).contains("<div id=\"app\">");
  }

  @Test void what_is_read_by_get_answers_head_alike_without_the_body() throws Exception {
    String page = "/dags/sales";
    HttpResponse<String> head = send("HEAD", page, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Security-Policy"))
        .isEqualTo(header(send("GET", page, ""), "Content-Security-Policy"));
    assertThat(send("HEAD", "/api/v1/dags", "").statusCode()).isEqualTo(401);
    assertThat(send("HEAD", "/api/v1/dags", "", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
  }

  @Test void files_may_be_kept_for_ever_by_the_name_of_their_version() throws Exception {
    String page = send("GET", "/", "").body();
    Matcher address = Pattern.compile("src=\"(/static/[^\"]+main\\.js)\"").matcher(page);
    assertThat(address.find()).isTrue();

    HttpResponse<String> answer = send("GET", address.group(1), "");

    assertThat(header(answer, "Cache-Control")).contains("immutable");
    assertThat(header(answer, "Content-Type")).startsWith("text/javascript");
    for (String wrong : List.of("/static/x/js/main.js", "/static/../index.html", "/static/%2e%2e/x", "/nothing")) {
      assertThat(send("GET", wrong, "").statusCode()).as(wrong).isIn(400, 404);
    }
  }

  @Test void who_logs_in_with_the_token_may_read_and_change() throws Exception {
    assertThat(send("GET", "/api/v1/dags", "").statusCode()).isEqualTo(401);
    String cookie = login();

    assertThat(send("GET", "/api/v1/dags", "", "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/api/v1/dags/x/resume", "", "Cookie", cookie, "Origin", base).statusCode())
        .isEqualTo(204);
    assertThat(send("POST", "/api/v1/dags/x/resume", "", "Cookie", cookie).statusCode()).as("without an origin")
        .isEqualTo(403);
    assertThat(send("POST", "/api/v1/dags/x/resume", "", "Cookie", cookie, "Origin", "http://evil.example")
        .statusCode()).isEqualTo(403);
    assertThat(send("GET", "/api/v1/dags", "", "Cookie", cookie + "x").statusCode()).isEqualTo(401);
  }

  @Test void a_login_code_opens_one_session() throws Exception {
    assertThat(send("POST", "/session/codes", "").statusCode()).isEqualTo(401);
    HttpResponse<String> answer = send("POST", "/session/codes", "", "Authorization", "Bearer " + TOKEN);
    assertThat(answer.statusCode()).isEqualTo(201);
    String body = "{\"code\":\"" + ViewJson.STRICT.readTree(answer.body()).get("code").asString() + "\"}";

    assertThat(send("POST", "/session", body, "Content-Type", "application/json").statusCode()).isEqualTo(204);
    HttpResponse<String> again = send("POST", "/session", body, "Content-Type", "application/json");
    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.body()).contains("wrong-code", "tidemill open");
  }

  @Test void another_text_is_no_token() throws Exception {
    HttpResponse<String> answer = send("POST", "/session", "{\"token\":\"guess\"}", "Content-Type",
        "application/json");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test void who_logs_out_loses_the_cookie() throws Exception {
    HttpResponse<String> answer = send("DELETE", "/session", "", "Cookie", login(), "Origin", base);

    assertThat(header(answer, "Set-Cookie")).contains("Max-Age=0");
  }

  @Test void an_answer_that_is_being_written_arrives_whole_when_the_server_closes() throws Exception {
    String doc = "x".repeat(1_000);
    listed = Collections.nCopies(30_000, new DagView("d", 1, 1, doc, "", List.of(), null, List.of(), null));
    HttpResponse<InputStream> answer = http.send(
        HttpRequest.newBuilder(URI.create(base + "/api/v1/dags")).header("Authorization", "Bearer " + TOKEN).build(),
        BodyHandlers.ofInputStream());

    Thread closing = Thread.ofPlatform().start(server::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());

    try (InputStream body = answer.body()) {
      assertThat(body.readAllBytes().length).isGreaterThan(30_000 * doc.length());
    }
    closing.join();
  }
}
