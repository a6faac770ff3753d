package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.gateway.remote.FaultyProxy;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and two agents, one of which reaches it by a wire that is cut for a while (guarantees R8).
class NetworkCutTest {
  private static final int SHARDS = 6;
  /// More than the agent needs to notice.
  private static final Duration SLACK = Duration.ofSeconds(10);

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @BeforeEach void open() throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
  }

  @Test void a_cut_shorter_than_the_cut_off_restarts_nothing() throws Exception {
    shortCut(Duration.ofSeconds(2), Times.of(5, 20));
  }

  @Tag("proofs")
  @Test void a_cut_of_ten_seconds_restarts_nothing() throws Exception {
    shortCut(Duration.ofSeconds(10), Times.DEFAULT);
  }

  @Test void a_cut_longer_than_the_cut_off_stops_the_work_and_only_what_waits_goes_on() throws Exception {
    longCut(Duration.ZERO, Times.of(3, 18));
  }

  @Tag("proofs")
  @Test void a_cut_of_sixty_seconds_stops_the_work_after_thirty_and_gives_it_to_others_after_forty_five()
      throws Exception {
    longCut(Duration.ofSeconds(60), Times.DEFAULT);
  }

  /// When an agent that is not heard is cut off, and when lost.
  private record Times(Duration cutOff, Duration lost, Map<String, String> settings) {
    static final Times DEFAULT = new Times(Duration.ofSeconds(30), Duration.ofSeconds(45), Map.of());

    static Times of(long cutOff, long lost) {
      return new Times(Duration.ofSeconds(cutOff), Duration.ofSeconds(lost), Map.of("TIDEMILL_AGENTS_CUT_OFF_AFTER",
          "PT" + cutOff + "S", "TIDEMILL_AGENTS_LOST_AFTER", "PT" + lost + "S"));
    }

    /// Most that lies between two heartbeats.
    Duration heartbeat() {
      return cutOff.dividedBy(6);
    }
  }

  private void shortCut(Duration length, Times times) throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, times.settings());
        FaultyProxy wire = new FaultyProxy(server.agentPort());
        RemoteAgentProcess north = behind(wire, server);
        RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
      server.operations().versions().deploy("Cut.java", new LoggedDag(attemptRecorder).source("cut", """
          d.shard("each").overHash(%d).run(Long.class, (ctx, part) -> {
            say("start", ctx);
            await(ctx.shardIndex() %% 2 == 0 ? "even" : "odd");
            say("end", ctx);
            return 1L;
          });
          """.formatted(SHARDS)), null);
      long run = server.operations().runs().start(new StartRequest("cut", null, null, List.of())).run();
      await().atMost(60, SECONDS).until(() -> attemptRecorder.lines("start").size() == SHARDS);
      assertThat(said("start")).extracting(Said::process).contains(north.process().pid(), south.process().pid());

      long cutAt = System.nanoTime();
      wire.freeze();
      allow("even");
      await().atMost(30, SECONDS).until(() -> attemptRecorder.lines("end").size() == SHARDS / 2);
      await().atMost(length.plus(SLACK)).until(() -> since(cutAt).compareTo(length) >= 0);
      wire.thaw();
      allow("odd");

      RunDetail detail = EndedRun.await(server.operations(), "cut", run);
      assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(detail.failures()).isEmpty();
      assertThat(said("start")).as("starts").hasSize(SHARDS).extracting(Said::attempt).containsOnly(1);
      assertThat(attemptRecorder.lines("end")).as("ends").hasSize(SHARDS);
    }
  }

  private void longCut(Duration least, Times times) throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, times.settings());
        FaultyProxy wire = new FaultyProxy(server.agentPort());
        RemoteAgentProcess north = behind(wire, server)) {
      server.operations().versions().deploy("Cut.java", new LoggedDag(attemptRecorder).source("cut", """
          var patient = d.task("patient").onAgentLost(AgentLost.WAIT).run(Integer.class, ctx -> body(ctx));
          var plain = d.task("plain").run(Integer.class, ctx -> body(ctx));
          d.task("sum").needs(patient, plain).run(Integer.class, (ctx, a, b) -> 10 * a + b);
          """, """
          static int body(TaskContext<?> ctx) throws Exception {
            say("start", ctx);
            try {
              await("go");
            } catch (InterruptedException e) {
              say("interrupted", ctx);
              throw e;
            }
            say("end", ctx);
            return ctx.attempt();
          }
          """), null);
      long run = server.operations().runs().start(new StartRequest("cut", null, null, List.of())).run();
      await().atMost(60, SECONDS).until(() -> attemptRecorder.lines("start").size() == 2);
      try (RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
        long cutAt = System.nanoTime();
        wire.freeze();

        await().atMost(times.cutOff().plus(SLACK)).until(() -> !attemptRecorder.lines("interrupted").isEmpty());
        assertThat(since(cutAt)).as("cut off").isGreaterThan(times.cutOff().minus(times.heartbeat()).minusSeconds(1));
        await().atMost(times.lost().plus(SLACK)).until(() -> attemptRecorder.lines("start").size() == 3);
        assertThat(since(cutAt)).as("lost").isGreaterThan(times.lost().minus(times.heartbeat()).minusSeconds(1));
        await().atMost(least.plus(SLACK)).until(() -> since(cutAt).compareTo(least) >= 0);
        wire.thaw();
        await().atMost(30, SECONDS)
            .untilAsserted(() -> assertThat(state(server, "north")).isEqualTo(AgentView.State.CONNECTED));
        allow("go");

        RunDetail detail = EndedRun.await(server.operations(), "cut", run);
        assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(server.operations().tasks().output("cut", run, "sum").asInt()).as("attempts of patient and plain")
            .isEqualTo(12);
        assertThat(detail.failures()).as("what north said of it when it was back changes nothing")
            .singleElement()
            .satisfies(lost -> {
              assertThat(lost.kind()).isEqualTo("LOST");
              assertThat(lost.task()).isEqualTo("plain");
              assertThat(lost.attempt()).isEqualTo(1);
            });
        assertThat(said("interrupted")).extracting(Said::task).containsExactly("plain");
        assertThat(said("start")).extracting(Said::task).containsExactlyInAnyOrder("patient", "plain", "plain");
        assertThat(said("end")).extracting(Said::task, Said::process)
            .containsExactlyInAnyOrder(tuple("patient", north.process().pid()),
                tuple("plain", south.process().pid()));
      }
    }
  }

  private RemoteAgentProcess behind(FaultyProxy wire, ServerProcess server) throws IOException {
    RemoteAgentProcess agent = RemoteAgentProcess.start(directory, "north", wire.port(),
        List.of("--token-file", server.token("north").toString()));
    agent.connected();
    return agent;
  }

  private static AgentView.State state(ServerProcess server, String name) {
    return server.operations()
        .agents()
        .list()
        .stream()
        .filter(agent -> agent.name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private void allow(String name) throws IOException {
    Files.createFile(directory.resolve(name));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private List<Said> said(String what) throws IOException {
    return attemptRecorder.lines(what).stream().map(Said::of).toList();
  }
}
