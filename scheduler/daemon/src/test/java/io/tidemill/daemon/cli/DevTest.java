package io.tidemill.daemon.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.daemon.render.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevTest {
  private static final Pattern READY = Pattern.compile("ready http://127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path directory;
  private final StringWriter told = new StringWriter();
  private final HttpClient http = HttpClient.newHttpClient();
  private Shell shell;
  private Thread dev;
  private int port;
  private String token = "";

  @BeforeEach void start() throws IOException {
    shell = new Shell(directory);
    PrintWriter out = new PrintWriter(told);
    Context context = new Context(new Terminal(out, out, false, false, 120, 24), shell.environment, directory);
    dev = Thread.ofPlatform().start(() -> new CommandLineInterface(context).run("dev", "--port", "0"));
    port = Integer
        .parseInt(await().atMost(60, SECONDS).until(() -> READY.matcher(told.toString()), Matcher::find).group(1));
    token = Files.readString(shell.data().resolve("token")).strip();
  }

  @AfterEach void stop() throws InterruptedException {
    dev.interrupt();
    dev.join();
    assertThat(shell.data().resolve("server.json")).doesNotExist();
    http.close();
  }

  private void awaitTold(String text) {
    await().atMost(60, SECONDS).until(() -> told.toString().contains(text));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  @Test void a_saved_file_is_deployed_and_one_that_does_not_compile_is_told_with_a_caret() {
    shell.save("dags/Sum.java", DagFiles.SUM);
    awaitTold("deployed sum version 1");

    shell.save("dags/Sum.java", DagFiles.SUM.replace("sum()", "summ()"));
    awaitTold("cannot find symbol");
    assertThat(told.toString()).contains("not deployed: Sum.java", "^");

    shell.save("dags/Sum.java", DagFiles.SUM.replace(".sum()", ".sum() + 100"));
    awaitTold("deployed sum version 2");
    assertThat(shell.type("run", "sum", "from=1").out()).contains("add: 106");
  }

  @Test void the_verbs_use_the_running_dev() {
    shell.save("Shards.java", DagFiles.shards(directory.toString()));
    shell.save("bad", "k3\n");

    Answer run = shell.type("run", "Shards.java");
    assertThat(run.code()).as(run.all()).isEqualTo(1);
    assertThat(run.out()).contains("✗ work[k3]", "shards/1 FAILED");
    assertThat(shell.type("ps", "shards").out()).contains("shards/1", "FAILED", "manual (");
    assertThat(shell.type("doctor").out()).contains("runs as process");

    shell.save("bad", "");
    Answer rerun = shell.type("rerun", "shards", "--failed", "--yes");
    assertThat(rerun.code()).as(rerun.all()).isZero();
    assertThat(rerun.out()).contains("reduce: 20");
    assertThat(shell.type("logs", "-f", "shards/1").code()).isZero();
    assertThat(shell.type("cancel", "shards/1").code()).isEqualTo(1);
    assertThat(shell.type("run", "nothing").code()).isEqualTo(2);
  }

  @Test void a_run_that_hangs_is_cancelled() throws InterruptedException {
    shell.save("Hang.java", DagFiles.of("hang", "", """
        d.task("wait").exec(ctx -> { System.out.println("waiting"); new CountDownLatch(1).await(); });
        """));
    Answer[] run = new Answer[1];
    Thread running = Thread.ofPlatform().start(() -> run[0] = shell.type("run", "Hang.java"));
    await().atMost(60, SECONDS).until(() -> shell.type("ps").out().contains("hang/1"));

    Answer cancel = shell.type("cancel", "hang/1", "--reason", "enough");
    running.join();

    assertThat(cancel.code()).as(cancel.all()).isZero();
    assertThat(run[0].code()).isEqualTo(1);
    assertThat(run[0].out()).contains("hang/1 CANCELLED");
  }

  @Test void who_has_no_token_is_told_so() throws Exception {
    var without = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/runs")));
    var wrong = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/runs"))
        .header("Authorization", "Bearer nope"));

    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("wrong-token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.data().resolve("token"))))
        .isEqualTo("rw-------");

    Files.writeString(shell.data().resolve("token"), "nope");
    assertThat(shell.type("ps").code()).isEqualTo(2);
    Files.writeString(shell.data().resolve("token"), token);
  }

  @Test void a_page_of_another_site_gets_nothing_by_whatever_name_it_came() throws Exception {
    assertThat(raw("Host: evil.example")).startsWith("HTTP/1.1 403").contains("foreign-host");
    assertThat(raw("Host: 127.0.0.1:" + port + "\r\nOrigin: http://evil.example")).startsWith("HTTP/1.1 403")
        .contains("foreign-origin");
    assertThat(raw("Host: 127.0.0.1:" + port + "\r\nOrigin: http://127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
  }

  private String raw(String headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream()
          .write(("GET /api/v1/dags HTTP/1.1\r\n" + headers + "\r\nAuthorization: Bearer " + token
              + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test void open_gives_a_link_to_the_console_that_logs_in_once() throws Exception {
    Answer answer = shell.type("open", "--link");

    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out()).startsWith("http://127.0.0.1:" + port + "/login#");
    String login = "{\"code\":\"" + answer.out().strip().split("#", 2)[1] + "\"}";
    assertThat(login(login).headers().firstValue("Set-Cookie").orElse("")).contains("HttpOnly");
    assertThat(login(login).statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> login(String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/session"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body)));
  }

  @Test void open_needs_a_server() {
    Answer answer = shell.type("open", "--data", directory.resolve("other").toString());

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("Expected a running `dev` or `server`", "tidemill dev");
  }

  @Test void bad_requests_are_told_by_field() throws Exception {
    assertThat(post("/runs", "{\"dag\":\"sum\",\"parms\":{}}").body()).contains("unknown-field", "parms", "params");
    assertThat(post("/runs", "{\"dag\":").body()).contains("bad-json", "line 1");
    assertThat(post("/runs", "{\"dag\":[]}").body()).contains("wrong-type", "dag");
    assertThat(post("/runs", "{}").body()).contains("missing", "dag");
    assertThat(post("/runs", "null").statusCode()).isEqualTo(400);
    assertThat(post("/runs", "").body()).contains("bad-json", "the body is empty");
    assertThat(post("/runs", "[".repeat(100_000)).statusCode()).isEqualTo(400);
    assertThat(post("/runs", "{\"dag\":\"nope\"}").statusCode()).isEqualTo(404);
    assertThat(post("/runs", "\"" + "x".repeat(2 << 20) + "\"").statusCode()).isEqualTo(413);
    assertThat(send(request("/runs?status=broken&limit=3")).body()).contains("unknown-value", "SUCCESS");
    assertThat(send(request("/runs?sort=;drop")).body()).contains("unknown-field");
    assertThat(send(request("/runs?limit=0")).statusCode()).isEqualTo(400);
    assertThat(send(request("/runs?cursor=abc")).body()).contains("bad-cursor");
    assertThat(send(request("/runs/sum/x")).statusCode()).isIn(400, 404);
    assertThat(send(request("/nothing")).statusCode()).isEqualTo(404);
    assertThat(send(request("/dags?name=..%2Fx.java").header("Content-Type", "application/octet-stream")
        .POST(BodyPublishers.ofString("x"))).body()).contains("bad-name");
    assertThat(send(request("/runs").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}"))).body())
        .contains("content-type");
  }

  @Test void runs_are_listed_in_pages() throws Exception {
    shell.save("dags/Sum.java", DagFiles.SUM);
    awaitTold("deployed sum");
    for (int i = 0; i < 3; i++) {
      assertThat(post("/runs", "{\"dag\":\"sum\",\"params\":{\"from\":" + i + "}}").statusCode()).isEqualTo(201);
    }

    String first = send(request("/runs?limit=2")).body();
    Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String second = send(request("/runs?limit=2&cursor=" + next.group(1))).body();

    assertThat(first).contains("\"run\":3", "\"run\":2").doesNotContain("\"run\":1");
    assertThat(second).contains("\"run\":1", "\"next\":null");
  }

  @Test void a_second_dev_on_the_same_port_or_directory_is_refused() {
    assertThat(shell.type("dev", "--port", "0").err()).contains("tidemill dev");
    Answer samePort = shell.type("dev", "--port", "" + port, "--data", directory.resolve("other").toString());
    assertThat(samePort.code()).isEqualTo(2);
    assertThat(samePort.err()).contains("port", "--port");
  }
}
