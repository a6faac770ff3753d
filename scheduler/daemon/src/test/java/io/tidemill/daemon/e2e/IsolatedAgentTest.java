package io.tidemill.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.StartRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server, an agent and the processes of isolated attempts, each a process of its own.
class IsolatedAgentTest {
  private static final String SOURCE = """
      import module java.base;
      import io.tidemill.dsl.*;

      Dag<?> dag() {
        return Dag.define("heap", d -> {
          d.task("own").isolated().run(Long.class, ctx -> Runtime.getRuntime().maxMemory() >> 20);
        });
      }

      void main(String... args) {
        Dag.main(dag(), args);
      }
      """;

  @TempDir Path directory;

  @Test void an_agent_elsewhere_gives_the_heap_that_is_set_and_what_an_attempt_cost_comes_back() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of())) {
      // The settings of the agent; the server has read its own by now.
      Files.writeString(directory.resolve("data").resolve("tidemill.properties"), "tidemill.agent.isolated-heap=48\n");
      try (RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "north", server, "--isolated-slots", "1")) {
        server.operations().versions().deploy("Heap.java", SOURCE.getBytes(StandardCharsets.UTF_8), null);
        RunStarted run = server.operations().runs().start(new StartRequest("heap", null, null, List.of()));

        EndedRun.await(server.operations(), "heap", run.run());

        assertThat(server.operations().tasks().output("heap", run.run(), "own").asInt()).isBetween(40, 48);
        assertThat(server.operations().runs().get("heap", run.run()).tasks()).singleElement().satisfies(task -> {
          assertThat(task.agent()).isEqualTo("north");
          assertThat(task.ranMicros()).isPositive();
          assertThat(task.cpuMicros()).isPositive();
          assertThat(task.peakBytes()).isBetween(10L << 20, 400L << 20);
        });
      }
    }
  }
}
