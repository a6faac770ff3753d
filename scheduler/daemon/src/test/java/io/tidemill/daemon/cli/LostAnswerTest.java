package io.tidemill.daemon.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.daemon.render.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The command line, where a server has done what it was asked and the answer is lost on its way.
class LostAnswerTest {
  private static final Pattern READY = Pattern.compile("ready http://127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path directory;
  private final StringWriter told = new StringWriter();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private volatile Loss loss = Loss.NONE;
  private Shell shell;
  private Thread dev;
  private HttpServer front;
  private int port;
  private String token = "";

  private enum Loss {
    NONE, CONNECTION_CLOSED, SERVICE_UNAVAILABLE
  }

  /// Puts a proxy in front of a `dev` that loses the first answer to each command.
  @BeforeEach void start() throws IOException {
    shell = new Shell(directory);
    PrintWriter out = new PrintWriter(told);
    Context context = new Context(new Terminal(out, out, false, false, 120, 24), shell.environment, directory);
    dev = Thread.ofPlatform().start(() -> new CommandLineInterface(context).run("dev", "--port", "0"));
    port = Integer
        .parseInt(await().atMost(60, SECONDS).until(() -> READY.matcher(told.toString()), Matcher::find).group(1));
    token = Files.readString(shell.data().resolve("token")).strip();
    front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    front.createContext("/", this::forward);
    front.start();
    Path record = shell.data().resolve("server.json");
    Files.writeString(record,
        Files.readString(record).replace("\"port\":" + port, "\"port\":" + front.getAddress().getPort()));
  }

  @AfterEach void stop() throws InterruptedException {
    dev.interrupt();
    dev.join();
    front.stop(0);
    http.close();
  }

  private void forward(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request = HttpRequest
        .newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI()))
        .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
        .method(exchange.getRequestMethod(),
            body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try (exchange) {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      if (loses(exchange, new String(body, java.nio.charset.StandardCharsets.UTF_8))) {
        answer.body().readAllBytes();
        if (loss == Loss.SERVICE_UNAVAILABLE) {
          exchange.sendResponseHeaders(503, -1);
        }
        return;
      }
      exchange.sendResponseHeaders(answer.statusCode(), answer.statusCode() == 204 ? -1 : 0);
      try (InputStream in = answer.body(); OutputStream out = exchange.getResponseBody()) {
        byte[] buffer = new byte[8_192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Each command once.
  private boolean loses(HttpExchange exchange, String body) {
    String what = exchange.getRequestURI() + body;
    if (loss == Loss.NONE || !body.contains("\"commandId\":\"") || lost.contains(what)) {
      return false;
    }
    lost.add(what);
    return true;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE) void start_rerun_and_cancel_are_done_once(Loss how) {
    loss = how;
    shell.save("Sum.java", DagFiles.SUM);
    Answer run = shell.type("run", "Sum.java", "from=1");
    assertThat(run.code()).as(run.all()).isZero();
    assertThat(run.out()).contains("add: 6");
    assertThat(lost).hasSize(1);
    assertThat(shell.type("ps").out()).contains("sum/1").doesNotContain("sum/2");

    Answer rerun = shell.type("rerun", "sum/1", "--task", "add", "--yes");
    assertThat(rerun.code()).as(rerun.all()).isZero();
    assertThat(lost).hasSize(2);

    Answer cancel = shell.type("cancel", "sum/1");
    assertThat(cancel.code()).as(cancel.all()).isEqualTo(1);
    assertThat(cancel.err()).contains("has ended");
    assertThat(lost).hasSize(3);
  }

  @Test void a_program_that_repeats_a_command_gets_its_first_answer() throws Exception {
    shell.save("Sum.java", DagFiles.SUM);
    assertThat(shell.type("deploy", "Sum.java", "--yes").code()).isZero();
    String start = "{\"dag\":\"sum\",\"params\":{\"from\":1},\"commandId\":\"nightly-7\"}";

    HttpResponse<String> first = post("/runs", start);
    HttpResponse<String> again = post("/runs", start);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.body()).contains("\"run\":1", "\"created\":true");
    assertThat(again.statusCode()).as("nothing was created").isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body().replace("true", "false"));
    assertThat(post("/runs/sum/1/cancel", "{\"commandId\":\"nightly-7\"}").body()).contains("command-id-reused");
    assertThat(post("/runs", start.replace("nightly-7", "Zoë"))).satisfies(refused -> {
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("bad-command-id", "commandId", "1 to 128 letters");
    });
  }

  private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build(), BodyHandlers.ofString());
  }
}
