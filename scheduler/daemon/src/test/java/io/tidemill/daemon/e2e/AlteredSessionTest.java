package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and an agent, each a process of its own, and between them a proxy that changes what they say.
class AlteredSessionTest {
  private static final int SHARDS = 8;

  @TempDir static Path directory;
  private static ServerProcess server;
  private static AttemptRecorder attemptRecorder;

  @BeforeAll static void open() throws Exception {
    server = ServerProcess.start(directory, 0, Map.of());
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
    server.operations().versions().deploy("Shards.java", new LoggedDag(attemptRecorder).source("shards", """
        var each = d.shard("each").overHash(%d).run(Long.class, (ctx, part) -> {
          say("start", ctx);
          return 1L;
        });
        d.task("sum").needs(each).run(Long.class, (ctx, all) -> all.results().mapToLong(i -> i).sum());
        """.formatted(SHARDS)), null);
  }

  @AfterAll static void close() throws Exception {
    server.close();
  }

  private static RemoteAgentProcess behind(AlteringProxy proxy, String name) throws IOException {
    return RemoteAgentProcess.start(directory, name, proxy.port(),
        List.of("--token-file", server.token(name).toString()));
  }

  private static long run() {
    return server.operations().runs().start(new StartRequest("shards", null, null, List.of())).run();
  }

  /// Waits for success, in which each shard has started once.
  private static RunDetail succeeded(long run) throws IOException {
    RunDetail detail = EndedRun.await(server.operations(), "shards", run);
    assertThat(detail.run().status()).as("%s", detail.failures()).isEqualTo(RunStatus.SUCCESS);
    assertThat(server.operations().tasks().output("shards", run, "sum").asInt()).isEqualTo(SHARDS);
    assertThat(attemptRecorder.lines("start").stream().map(Said::of).filter(each -> each.run() == run)).as("starts")
        .extracting(Said::shard)
        .hasSize(SHARDS)
        .doesNotHaveDuplicates();
    return detail;
  }

  private static AgentView agent(String name) {
    return server.operations()
        .agents()
        .list()
        .stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test void agents_whose_clocks_are_an_hour_off_work_and_are_seen_and_move_no_time() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    try (AlteringProxy hourAhead = off(Duration.ofHours(1));
        AlteringProxy hourBehind = off(Duration.ofHours(-1));
        RemoteAgentProcess ahead = behind(hourAhead, "ahead");
        RemoteAgentProcess behind = behind(hourBehind, "behind")) {
      ahead.connected();
      behind.connected();

      RunDetail detail = succeeded(run());

      assertThat(detail.failures()).isEmpty();
      for (TaskView task : detail.tasks()) {
        assertThat(task.startedAt()).isBetween(before, Instant.now());
        assertThat(task.endedAt()).isBetween(task.startedAt(), Instant.now());
      }
      assertThat(attemptRecorder.lines("start").stream().map(Said::of)).extracting(Said::process)
          .contains(ahead.process().pid(), behind.process().pid());
      for (RemoteAgentProcess each : List.of(ahead, behind)) {
        AgentView view = agent(each.name());
        assertThat(view.state()).isEqualTo(AgentView.State.CONNECTED);
        assertThat(view.lastHeard()).isBetween(before, Instant.now());
        assertThat(Duration.ofMillis(view.clockOffsetMillis()).abs()).isBetween(Duration.ofMinutes(59),
            Duration.ofMinutes(61));
      }
      assertThat(agent("ahead").clockOffsetMillis()).isPositive();
      assertThat(agent("behind").clockOffsetMillis()).isNegative();
    }
  }

  private static AlteringProxy off(Duration offset) throws IOException {
    long millis = offset.toMillis();
    return new AlteringProxy(server.agentPort()) {
      @Override List<FromAgent> said(FromAgent message) {
        return List.of(switch (message) {
          case FromAgent.Hello hello ->
            new FromAgent.Hello(hello.protocol(), hello.hello(), hello.held(), hello.first(), hello.clock() + millis);
          case FromAgent.Heartbeat(long number, long clock) -> new FromAgent.Heartbeat(number, clock + millis);
          default -> message;
        });
      }
    };
  }

  @Test void what_is_assigned_and_reported_several_times_runs_once_and_counts_once() throws Exception {
    AtomicInteger assignments = new AtomicInteger();
    AtomicInteger reports = new AtomicInteger();
    try (AlteringProxy twice = new AlteringProxy(server.agentPort()) {
      @Override List<FromAgent> said(FromAgent message) {
        if (message instanceof FromAgent.Reports) {
          reports.incrementAndGet();
          return List.of(message, message, message);
        }
        return List.of(message);
      }

      @Override List<FromScheduler> told(FromScheduler message) {
        if (message instanceof FromScheduler.Assign) {
          assignments.incrementAndGet();
          return List.of(message, message, message);
        }
        return List.of(message);
      }
    }; RemoteAgentProcess agent = behind(twice, "twice")) {
      agent.connected();
      for (int run = 1; run <= 5; run++) {
        assertThat(succeeded(run()).failures()).isEmpty();
      }
      assertThat(assignments).hasPositiveValue();
      assertThat(reports).hasPositiveValue();
      await().atMost(20, SECONDS).untilAsserted(() -> assertThat(agent("twice").busy()).isZero());
    }
  }

  @Test void a_bundle_that_was_changed_on_its_way_is_not_run_and_not_kept() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (AlteringProxy changing = new AlteringProxy(server.agentPort()) {
      @Override List<byte[]> bundle(byte[] chunk) {
        byte[] changed = chunk.clone();
        if (reads.incrementAndGet() == 1) {
          // One bit in the middle.
          changed[changed.length / 2] ^= 1;
        }
        return List.of(changed);
      }
    }; RemoteAgentProcess agent = behind(changing, "changed")) {
      agent.connected();
      long run = run();
      RunDetail detail = EndedRun.await(server.operations(), "shards", run);
      assertThat(detail.run().status()).isEqualTo(RunStatus.FAILED);
      assertThat(detail.failures()).extracting(FailureView::message)
          .isNotEmpty()
          .allSatisfy(why -> assertThat(why).contains("Expected the bundle", "found content with the hash",
              "deploy the file again"));
      assertThat(attemptRecorder.lines("start").stream().map(Said::of)).extracting(Said::run).doesNotContain(run);

      succeeded(run());
      assertThat(reads).as("it is fetched again").hasValueGreaterThan(1);
    }
  }

  @Test void a_bundle_that_many_attempts_need_at_once_is_fetched_once() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    List<Long> runs = List.of(run(), run(), run(), run());
    try (AlteringProxy counting = new AlteringProxy(server.agentPort()) {
      @Override List<byte[]> bundle(byte[] chunk) {
        reads.incrementAndGet();
        return List.of(chunk);
      }
    }; RemoteAgentProcess agent = behind(counting, "many")) {
      agent.connected();
      for (long run : runs) {
        assertThat(succeeded(run).failures()).isEmpty();
      }
      assertThat(reads).hasValue(1);
    }
  }
}
