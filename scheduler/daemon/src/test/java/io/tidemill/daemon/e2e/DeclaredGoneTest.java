package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentLostView;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.FailureView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task that waits for its agent, whose machine never returns: people say so, through the API and at the command line.
class DeclaredGoneTest {
  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @BeforeEach void open() throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
  }

  /// Starts a run whose task an agent holds.
  private long hold(ServerProcess server) {
    server.operations().versions().deploy("Hold.java", new LoggedDag(attemptRecorder).source("hold", """
        d.task("wait").onAgentLost(AgentLost.WAIT).run(Long.class, ctx -> {
          say("start", ctx);
          await("go");
          return 1L;
        });
        """), null);
    long run = server.operations().runs().start(new StartRequest("hold", null, null, List.of())).run();
    await().atMost(60, SECONDS).until(() -> attemptRecorder.lines("start").size() == 1);
    return run;
  }

  private static AgentView.State state(ServerProcess server) {
    return server.operations().agents().list().getFirst().state();
  }

  private void finish(ServerProcess server, long run) throws Exception {
    try (RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "south", server)) {
      await().atMost(60, SECONDS).until(() -> attemptRecorder.lines("start").size() == 2);
      Files.createFile(directory.resolve("go"));
      EndedRun.await(server.operations(), "hold", run);
    }
    assertThat(server.operations().runs().get("hold", run).failures())
        .extracting(FailureView::name, FailureView::attempt, FailureView::kind, FailureView::agent)
        .containsExactly(tuple("wait", 1, "LOST", "north"));
  }

  /// Types a line at another terminal.
  private TidemillProcess type(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data", directory.resolve("data").toString()));
    return TidemillProcess.start(directory, Map.of(), line);
  }

  @Test void over_the_api_an_agent_that_is_away_is_declared_gone_and_one_that_is_connected_is_not() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server)) {
      long run = hold(server);
      assertThatThrownBy(() -> server.operations().agents().lost("north")).isInstanceOf(RefusedException.class)
          .hasMessageContaining("'north' is connected");
      north.process().kill();
      await().atMost(60, SECONDS).until(() -> state(server) == AgentView.State.AWAY);

      assertThat(server.operations().agents().lost("north")).isEqualTo(new AgentLostView("north", 1));

      finish(server, run);
      assertThat(server.operations().agents().lost("north")).as("it has nothing more")
          .isEqualTo(new AgentLostView("north", 0));
    }
  }

  @Test void at_the_command_line_an_agent_is_declared_gone_and_the_run_tells_what_it_had() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server)) {
      long run = hold(server);
      north.process().kill();
      await().atMost(60, SECONDS).until(() -> state(server) == AgentView.State.AWAY);

      try (TidemillProcess lost = type("agents", "lost", "north", "--yes")) {
        assertThat(lost.exit()).as(lost.told()).isZero();
        lost.says("^the work of agent north is lost and starts again$");
      }

      finish(server, run);
      try (TidemillProcess ps = type("ps", "hold/" + run)) {
        ps.says("! wait attempt 1 was lost on agent north");
        assertThat(ps.exit()).as(ps.told()).isZero();
      }
      try (TidemillProcess again = type("agents", "lost", "north", "--yes")) {
        again.says("^agent north had no work$");
      }
    }
  }
}
