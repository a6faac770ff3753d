package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.FailureView;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that harm the process they run in: the agent's own, or one of theirs.
class HarmfulBodyTest {
  private static final int HALTED = 70;
  private static final int OUT_OF_MEMORY = 3;

  @TempDir static Path directory;
  private static ServerProcess server;
  private static AttemptRecorder attemptRecorder;

  @BeforeAll static void open() throws Exception {
    server = ServerProcess.start(directory, 0, Map.of());
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
  }

  @AfterAll static void close() throws Exception {
    server.close();
  }

  /// An agent that has joined before.
  private static RemoteAgentProcess again(String name) throws IOException {
    RemoteAgentProcess agent = RemoteAgentProcess.start(directory, name, server.agentPort(), List.of("--queues", name));
    agent.connected();
    return agent;
  }

  private static RemoteAgentProcess join(String name, Map<String, String> settings) throws IOException {
    RemoteAgentProcess agent = RemoteAgentProcess.start(directory, name, server.agentPort(), settings,
        List.of("--queues", name, "--token-file", server.token(name).toString()));
    agent.connected();
    return agent;
  }

  /// Deploys and starts one.
  private static long start(String dag, String declarations) {
    server.operations()
        .versions()
        .deploy(dag + ".java", new LoggedDag(attemptRecorder).source(dag, declarations), null);
    return server.operations().runs().start(new StartRequest(dag, null, null, List.of())).run();
  }

  private static RunDetail ended(String dag, long run) {
    return EndedRun.await(server.operations(), dag, run);
  }

  private static void assertRunsOnce(RunDetail detail, RunStatus status) {
    assertThat(detail.run().status()).as("%s", detail.failures()).isEqualTo(status);
    assertThat(detail.failures()).isEmpty();
  }

  private static List<Integer> attempts(String task) throws IOException {
    return attemptRecorder.lines("start")
        .stream()
        .map(Said::of)
        .filter(each -> each.task().equals(task))
        .map(Said::attempt)
        .toList();
  }

  @Test void an_agent_whose_task_exits_comes_back_and_runs_it_again_and_an_isolated_task_eats_only_its_own_heap()
      throws Exception {
    try (RemoteAgentProcess first = join("exits", Map.of())) {
      long exits = start("exits", """
          d.task("exit").queue("exits").exec(ctx -> {
            say("start", ctx);
            if (ctx.attempt() == 1) {
              System.exit(5);
            }
          });
          """);
      assertThat(first.process().exit()).isEqualTo(5);

      try (RemoteAgentProcess _ = again("exits")) {
        assertLostOnce(ended("exits", exits), "exit");

        RunDetail eaten = ended("eats", start("eats", """
            d.task("eat").queue("exits").isolated().exec(ctx -> {
              var all = new ArrayList<long[]>();
              while (true) {
                all.add(new long[1 << 20]);
              }
            });
            """));
        assertThat(eaten.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(eaten.failures()).singleElement().satisfies(failure -> {
          assertThat(failure.kind()).isEqualTo("FAILED");
          assertThat(failure.type() + failure.message()).contains("OutOfMemory");
        });
        assertThat(server.operations().agents().list()).filteredOn(each -> each.name().equals("exits"))
            .extracting(AgentView::state)
            .containsExactly(AgentView.State.CONNECTED);
      }
    }
  }

  private static void assertLostOnce(RunDetail detail, String task) throws IOException {
    assertThat(detail.run().status()).as("%s", detail.failures()).isEqualTo(RunStatus.SUCCESS);
    assertThat(detail.failures()).extracting(FailureView::kind).containsExactly("LOST");
    assertThat(attempts(task)).containsExactly(1, 2);
  }

  @Test void an_agent_whose_heap_a_body_eats_ends_where_it_is_told_to_and_comes_back() throws Exception {
    try (RemoteAgentProcess first = join("heap", Map.of("JAVA_TOOL_OPTIONS", "-XX:+ExitOnOutOfMemoryError"))) {
      long run = start("heap", """
          d.task("eat").queue("heap").exec(ctx -> {
            say("start", ctx);
            var all = new ArrayList<long[]>();
            while (ctx.attempt() == 1) {
              all.add(new long[1 << 20]);
            }
          });
          """);
      assertThat(first.process().exit()).isEqualTo(OUT_OF_MEMORY);
      try (RemoteAgentProcess _ = again("heap")) {
        assertLostOnce(ended("heap", run), "eat");
      }
    }
  }

  @Test void a_body_that_ignores_its_interrupt_ends_with_its_agent_and_what_runs_beside_it_ends_before()
      throws Exception {
    try (RemoteAgentProcess first = join("deaf",
        Map.of("TIDEMILL_AGENT_STOP_GRACE", "PT0.2S", "TIDEMILL_AGENT_HALT_AFTER",
            "PT4S"))) {
      long deaf = start("deaf", """
          d.task("wait").queue("deaf").exec(ctx -> {
            say("start", ctx);
            while (true) {
              LockSupport.parkNanos(1_000_000);
              Thread.interrupted();
            }
          });
          """);
      long beside = start("beside", """
          d.task("beside").queue("deaf").exec(ctx -> {
            say("start", ctx);
            await("cancelled");
          });
          """);
      await().atMost(60, SECONDS).until(() -> attempts("wait").size() == 1 && attempts("beside").size() == 1);

      server.operations().runs().cancel("deaf", deaf, new CancelRequest("it hangs"));
      Files.createFile(directory.resolve("cancelled"));
      assertRunsOnce(ended("beside", beside), RunStatus.SUCCESS);
      assertThat(first.process().exit()).as(first.process().told()).isEqualTo(HALTED);
      assertThat(first.process().told()).contains("attempt 1 of deaf/" + deaf + "/wait to end",
          "should end when its thread is interrupted");

      try (RemoteAgentProcess _ = again("deaf")) {
        assertThat(ended("deaf", deaf).run().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(attempts("wait")).as("a cancelled task does not start again").containsExactly(1);
      }
    }
  }

  @Test void threads_that_bodies_leave_behind_keep_no_agent_from_working_and_from_ending() throws Exception {
    try (RemoteAgentProcess agent = join("leaks", Map.of())) {
      long run = start("leaks", """
          d.shard("leak").overHash(20).queue("leaks").exec((ctx, part) -> {
            for (int i = 0; i < 20; i++) {
              Thread.ofPlatform().name("left-behind").start(() -> LockSupport.parkNanos(Long.MAX_VALUE));
            }
          });
          """);
      assertRunsOnce(ended("leaks", run), RunStatus.SUCCESS);
      assertRunsOnce(ended("leaks", start("leaks", """
          d.shard("leak").overHash(20).queue("leaks").exec((ctx, part) -> {});
          """)), RunStatus.SUCCESS);

      agent.process().terminate();
      assertThat(agent.process().exit()).as(agent.process().told()).isZero();
    }
  }
}
