package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.Operations;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.TaskView;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks that no agent takes.
class WaitingTaskTest {
  private static final String FILE = """
      import module java.base;
      import io.tidemill.dsl.*;
      Dag<?> dag() {
        return Dag.define("big", d -> d.task("only").requireLabels("highmem").exec(ctx -> {}));
      }
      void main(String... args) { Dag.main(dag(), args); }
      """;

  @TempDir Path directory;

  @Test void a_task_that_nobody_takes_says_why() {
    Shell shell = new Shell(directory);
    DataDirectory data = DataDirectory.at(shell.data());
    data.make();
    try (Daemon house = Daemon.open(data, ConfigReader.read(data.path(), Map.of()).config(), RunMode.COMMAND,
        "test")) {
      Operations operations = house.operations();
      operations.versions().deploy("Big.java", FILE.getBytes(StandardCharsets.UTF_8), null);
      operations.runs().start(new StartRequest("big", null, null, List.of()));
      TaskView task = operations.runs().get("big", 1).tasks().getFirst();
      assertThat(task.waits()).as("it has just become ready").isNull();
      await().untilAsserted(
          () -> assertThat(operations.runs().get("big", 1).tasks().getFirst().waits())
              .isEqualTo("no agent is connected"));
    }

    Shell.Answer shown = shell.type("ps", "big/1");
    assertThat(shown.code()).as(shown::all).isZero();
    assertThat(shown.out()).contains("big/1  ", "started by api (data directory)", "only",
        "READY, waits: no agent is connected");
  }

  @Test void shards_that_wait_for_slots_or_for_each_other_say_so() throws Exception {
    Path go = directory.resolve("go");
    String body = ".run(Long.class, (ctx, range) -> { while (!Files.exists(Path.of(\"" + go
        + "\"))) Thread.sleep(20); return range.from(); })";
    Shell shell = new Shell(directory);
    DataDirectory data = DataDirectory.at(shell.data());
    data.make();
    DaemonConfig config = ConfigReader.read(data.path(), Map.of()).config();
    try (Daemon house = Daemon.open(data, config.with(config.agent().withSlots(4)), RunMode.RUN, "test")) {
      Operations operations = house.operations();
      start(operations, "few", "d.shard(\"s\").overRange(0, 10, 1).concurrency(2)" + body);
      awaitWaits(operations, "few", "8 of 10 shards: no more than 2 run at a time, as concurrency\\(2\\) says");
      start(operations, "many", "d.shard(\"s\").overRange(0, 100, 1)" + body);
      awaitWaits(operations, "many", "[1-9][0-9]* of 100 shards: every agent that may run it is full");
      try (ApiServer server = ApiServer.start(operations, "secret", house.callers(), 0)) {
        shell.environment.putAll(
            Map.of("TIDEMILL_SERVER", "http://127.0.0.1:" + server.port(), "TIDEMILL_TOKEN", "secret"));
        assertThat(shell.type("agents", "work", "local").out()).contains("few/1/s", "RUNNING");
        assertThat(shell.type("agents", "work", "nobody").err()).contains("but found 'nobody'");
      }
      Files.createFile(go);
      await().atMost(Duration.ofSeconds(60))
          .until(() -> operations.runs().get("few", 1).run().ended() && operations.runs().get("many", 1).run().ended());
      assertThat(operations.runs().get("many", 1).tasks()).extracting(TaskView::waits).containsOnlyNulls();
    }
  }

  private static void start(Operations operations, String dag, String declaration) {
    operations.versions().deploy("Wide.java", """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<?> dag() {
          return Dag.define("%s", d -> %s);
        }
        void main(String... args) { Dag.main(dag(), args); }
        """.formatted(dag, declaration).getBytes(StandardCharsets.UTF_8), null);
    operations.runs().start(new StartRequest(dag, null, null, List.of()));
  }

  private static void awaitWaits(Operations operations, String dag, String why) {
    await().atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(operations.runs().get(dag, 1).tasks().getFirst().waits()).matches(why));
  }

  @Test void an_agent_that_nobody_knows_cannot_be_declared_gone_and_nobody_is_asked() {
    Shell shell = new Shell(directory);
    DataDirectory.at(shell.data()).make();
    assertThat(shell.type("agents", "lost", "nobody").err()).contains("but found 'nobody'").doesNotContain("--yes");
    Shell.Answer answer = shell.type("agents", "lost", "nobody", "--yes");
    assertThat(answer.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("Expected the name of an agent, but found 'nobody'");
  }
}
