package io.tidemill.daemon.proof;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.console.view.AgentView;
import io.tidemill.console.view.FailureView;
import io.tidemill.console.view.RunDetail;
import io.tidemill.console.view.StartRequest;
import io.tidemill.daemon.proof.WitnessedDag.Said;
import io.tidemill.runtime.port.RunStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that end the process they run in: the agent's own, or one of theirs.
class HarmfulBodyTest {
  @TempDir Path directory;

  @Test void an_agent_whose_task_exits_comes_back_and_runs_it_again_and_an_isolated_task_eats_only_its_own_heap()
      throws Exception {
    Witness witness = new Witness(directory.resolve("witness"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        AgentProcess first = AgentProcess.join(directory, "north", server)) {
      server.operations().deploy("Exits.java", new WitnessedDag(witness).source("exits", """
          d.task("exit").exec(ctx -> {
            say("start", ctx);
            if (ctx.attempt() == 1) {
              System.exit(3);
            }
          });
          """), null);
      server.operations().deploy("Eats.java", new WitnessedDag(witness).source("eats", """
          d.task("eat").isolated().exec(ctx -> {
            var all = new ArrayList<long[]>();
            while (true) {
              all.add(new long[1 << 20]);
            }
          });
          """), null);
      long exits = start(server, "exits");
      first.process().exit();

      try (AgentProcess second = AgentProcess.start(directory, "north", server.agentPort(), List.of())) {
        second.connected();
        RunDetail again = ended(server, "exits", exits);
        assertThat(again.run().status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(again.failures()).extracting(FailureView::kind).containsExactly("LOST");
        assertThat(witness.lines("start").stream().map(Said::of)).extracting(Said::attempt).containsExactly(1, 2);

        RunDetail eaten = ended(server, "eats", start(server, "eats"));
        assertThat(eaten.run().status()).isEqualTo(RunStatus.FAILED);
        assertThat(eaten.failures()).singleElement().satisfies(failure -> {
          assertThat(failure.kind()).isEqualTo("FAILED");
          assertThat(failure.type() + failure.message()).contains("OutOfMemory");
        });
        assertThat(server.operations().agents().agents()).extracting(AgentView::state)
            .containsExactly(AgentView.State.CONNECTED);
      }
    }
  }

  private static long start(ServerProcess server, String dag) {
    return server.operations().start(new StartRequest(dag, null, null, List.of())).run();
  }

  private static RunDetail ended(ServerProcess server, String dag, long run) {
    await().atMost(90, SECONDS).until(() -> server.operations().run(dag, run).run().ended());
    return server.operations().run(dag, run);
  }
}
