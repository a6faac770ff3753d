package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.FailureView;
import io.tidemill.runtime.port.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and two agents, each a process of its own. The bodies append to a file.
class KilledAgentProcessTest {
  private static final int SHARDS = 40;
  private static final Map<String, String> QUICK = Map.of("TIDEMILL_AGENTS_CUT_OFF_AFTER", "PT3S",
      "TIDEMILL_AGENTS_LOST_AFTER", "PT18S");

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @BeforeEach void open() throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
  }

  @Test void what_a_killed_agent_had_is_lost_and_runs_on_the_other() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, QUICK);
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server);
        RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
      assertThat(server.operations().agents().list()).extracting(AgentView::name).containsExactly("north", "south");
      server.operations().versions().deploy("Spread.java", source().getBytes(StandardCharsets.UTF_8), null);
      RunStarted run = server.operations().runs().start(new StartRequest("spread", null, null, List.of()));
      await().atMost(60, SECONDS).until(() -> attemptRecorder.lines("end").size() >= 10);

      north.process().kill();

      RunDetail detail = EndedRun.await(server.operations(), "spread", run.run());
      assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(server.operations().tasks().output("spread", run.run(), "sum").asInt())
          .isEqualTo(SHARDS * (SHARDS - 1) / 2);
      assertThat(
          attemptRecorder.lines("start").stream().map(KilledAgentProcessTest::process).collect(Collectors.toSet()))
          .isEqualTo(Set.of(north.process().pid(), south.process().pid()));
      assertThat(detail.failures()).extracting(FailureView::kind).isNotEmpty().containsOnly("LOST");
      assertThat(detail.failures()).extracting(FailureView::agent).containsOnly("north");
      List<String> ended = attemptRecorder.lines("end").stream().map(KilledAgentProcessTest::shard).toList();
      assertThat(Set.copyOf(ended)).hasSize(SHARDS);
      // A body that had ended when the kill came, but whose result had not arrived, runs again: its attempt is among the lost.
      assertThat(detail.failures()).extracting(FailureView::shard).containsAll(twice(ended));
      assertThat(server.operations().agents().list()).extracting(AgentView::state)
          .containsExactly(AgentView.State.AWAY, AgentView.State.CONNECTED);
      south.process().terminate();
      assertThat(south.process().exit()).isZero();
    }
  }

  private static Set<String> twice(List<String> ended) {
    return ended.stream()
        .filter(shard -> Collections.frequency(ended, shard) > 1)
        .map(shard -> "k" + shard)
        .collect(Collectors.toSet());
  }

  /// `start SHARD PROCESS`.
  private static String shard(String line) {
    return line.split(" ")[1];
  }

  private static long process(String line) {
    return Long.parseLong(line.split(" ")[2]);
  }

  private String source() {
    return """
        import module java.base;
        import io.tidemill.dsl.*;

        Dag<?> dag() {
          return Dag.define("spread", d -> {
            var list = d.task("list").runAs(Types.listOf(Integer.class), ctx -> IntStream.range(0, %d).boxed().toList());
            var each = d.shard("each").over(list).key(i -> "k" + i).run(Integer.class, (ctx, i) -> {
              say("start", i);
              Thread.sleep(200);
              say("end", i);
              return i;
            });
            d.task("sum").needs(each).run(Integer.class, (ctx, all) -> all.results().mapToInt(i -> i).sum());
          });
        }

        static void say(String what, int shard) throws IOException {
          Files.writeString(Path.of("%s"), what + " " + shard + " " + ProcessHandle.current().pid() + ";\\n",
              StandardOpenOption.APPEND);
        }

        void main(String... args) {
          Dag.main(dag(), args);
        }
        """
        .formatted(SHARDS, attemptRecorder.file());
  }
}
