package io.tidemill.daemon.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.daemon.render.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API of a running server: bundles, versions, agents and join tokens.
class ServerTest {
  private static final Pattern READY = Pattern
      .compile("ready http://127\\.0\\.0\\.1:(\\d+) agents tidemill://127\\.0\\.0\\.1:(\\d+)");
  private static final String ONE = DagFiles.of("sum", "int from", """
      d.task("first").run(Integer.class, ctx -> ctx.params().from());
      """);
  private static final String TWO = ONE.replace("Integer.class", "Long.class").replace("from())", "from() + 1L)");

  @TempDir Path directory;
  private final StringWriter told = new StringWriter();
  private final HttpClient http = HttpClient.newHttpClient();
  private Shell shell;
  private Thread server;
  private String port = "";
  private String agentPort = "";
  private String token = "";

  @BeforeEach void start() throws IOException {
    shell = new Shell(directory);
    PrintWriter out = new PrintWriter(told);
    Context context = new Context(new Terminal(out, out, false, false, 120, 24), shell.environment, directory);
    server = Thread.ofPlatform()
        .start(() -> new CommandLineInterface(context).run("server", "--port", "0", "--agent-port", "0"));
    var ready = await().atMost(60, SECONDS).until(() -> READY.matcher(told.toString()), Matcher::find);
    port = ready.group(1);
    agentPort = ready.group(2);
    token = Files.readString(shell.data().resolve("token")).strip();
  }

  @AfterEach void stop() throws InterruptedException {
    server.interrupt();
    server.join();
    http.close();
  }

  private HttpResponse<String> send(String method, String path, String type, BodyPublisher body) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", type)
        .method(method, body)
        .build(), BodyHandlers.ofString());
  }

  private String ok(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  private HttpResponse<String> upload(String path, String content) throws Exception {
    return send("POST", path, "application/octet-stream", BodyPublishers.ofString(content));
  }

  private HttpResponse<String> post(String path, String json) throws Exception {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send("DELETE", path, "application/json", BodyPublishers.noBody());
  }

  private static String field(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }

  @Test void versions_are_planned_deployed_rolled_back_and_purged() throws Exception {
    String plan = field("plan", ok(200, upload("/dags/plan?name=Sum.java", ONE)));
    assertThat(ok(200, upload("/dags?name=Sum.java&plan=" + plan, ONE))).contains("\"version\":1");
    assertThat(ok(200, upload("/dags?name=Sum.java", TWO))).contains("\"version\":2");
    assertThat(ok(409, upload("/dags?name=Sum.java&plan=" + plan, ONE))).contains("plan");

    assertThat(ok(409, post("/dags/purge", "{\"dag\":\"sum\",\"version\":2}"))).contains("active");
    ok(200, post("/dags/sum/activate", "{\"version\":1,\"apply\":true}"));
    assertThat(ok(200, get("/dags"))).contains("\"id\":\"sum\"");
    ok(200, post("/dags/purge", "{\"dag\":\"sum\",\"version\":2,\"apply\":true}"));
    assertThat(ok(200, get("/dags/sum/versions"))).contains("\"version\":1").doesNotContain("\"version\":2");

    ok(404, get("/dags/nothing/versions"));
    ok(404, post("/dags/sum/activate", "{\"version\":7}"));
    assertThat(ok(400, post("/dags/sum/activate", "{\"versoin\":1}"))).contains("unknown-field");
  }

  @Test void a_file_that_builds_another_dag_each_time_is_refused_also_without_a_plan() throws Exception {
    String changing = ONE.replace("\"first\"", "\"t\" + System.nanoTime()");

    assertThat(upload("/dags?name=Sum.java", changing).body()).contains("the same DAGs each time");
    assertThat(ok(200, get("/dags"))).doesNotContain("sum");
  }

  @Test void a_file_that_is_too_large_is_refused() throws Exception {
    HttpResponse<String> answer = send("POST", "/dags?name=Sum.java", "application/octet-stream",
        BodyPublishers.ofByteArray(new byte[(64 << 20) + 1]));

    assertThat(ok(413, answer)).contains("too-large");
    assertThat(ok(200, get("/dags"))).doesNotContain("sum");
  }

  @Test void tokens_are_made_once_listed_without_their_secret_and_revoked() throws Exception {
    String created = ok(201, post("/join-tokens", "{\"name\":\"north\",\"seconds\":60}"));
    String secret = field("token", created);
    String id = field("id", created);

    assertThat(ok(200, get("/join-tokens"))).contains(id, "north").doesNotContain(secret);
    ok(204, delete("/join-tokens/" + id));
    ok(404, delete("/join-tokens/" + id));
    assertThat(ok(400, post("/join-tokens", "{\"seconds\":-1}"))).contains("seconds");
    assertThat(ok(400, post("/join-tokens", "{\"name\":\"no name\"}"))).contains("name");
  }

  @Test void an_agent_that_is_removed_ends_and_says_why() throws Exception {
    Path joining = shell.save("join", field("token", ok(201, post("/join-tokens", "{}"))));
    Shell.Answer[] ended = new Shell.Answer[1];
    Thread agent = Thread.ofPlatform()
        .start(() -> ended[0] = shell.type("agent", "--server", "127.0.0.1:" + agentPort, "--token-file",
            joining.toString(), "--name", "north"));
    await().atMost(30, SECONDS).until(() -> get("/agents").body().contains("CONNECTED"));
    assertThat(shell.type("doctor").out()).contains("agents connect to 127.0.0.1:" + agentPort);

    ok(204, delete("/agents/north"));
    agent.join(30_000);

    assertThat(agent.isAlive()).isFalse();
    assertThat(ended[0].code()).as(ended[0].all()).isEqualTo(2);
    assertThat(ended[0].err()).contains("credential", "join again with a new token");
    assertThat(ok(200, get("/agents"))).doesNotContain("north");
    ok(404, delete("/agents/north"));
  }
}
