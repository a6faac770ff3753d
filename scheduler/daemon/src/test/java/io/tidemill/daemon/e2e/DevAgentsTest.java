package io.tidemill.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.TaskView;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.daemon.client.RemoteOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A `dev` that lets agents of other processes in.
class DevAgentsTest {
  private static final String DAG = """
      import module java.base;
      import io.tidemill.dsl.*;
      Dag<?> dag() {
        return Dag.define("pair", d -> {
          var here = d.task("here").run(Long.class, ctx -> ProcessHandle.current().pid());
          d.task("there").needs(here).requireLabels("gpu").run(Boolean.class, (ctx, pid) -> pid != ProcessHandle.current().pid());
        });
      }
      void main(String... args) { Dag.main(dag(), args); }
      """;

  @TempDir Path directory;

  @Test void a_task_of_dev_runs_on_an_agent_of_another_process_where_its_label_says_so() throws Exception {
    try (TidemillProcess dev = TidemillProcess.start(directory, Map.of(), List.of("dev", "--port", "0", "--agent-port",
        "0", "--data", directory.resolve("data").toString(), "--dags", directory.resolve("dags").toString()))) {
      Matcher ready = dev.says("ready http://127\\.0\\.0\\.1:(\\d+) agents tidemill://127\\.0\\.0\\.1:(\\d+)");
      Operations operations = RemoteOperations.at(Integer.parseInt(ready.group(1)),
          Files.readString(directory.resolve("data/token")).strip());
      Path token = Files.writeString(directory.resolve("join.token"),
          operations.tokens().create(new TokenRequest("north", null)).token());
      Files.writeString(directory.resolve("dags/Pair.java"), DAG);
      dev.says("deployed pair version 1");
      try (RemoteAgentProcess north = RemoteAgentProcess.start(directory, "north", Integer.parseInt(ready.group(2)),
          List.of("--token-file", token.toString(), "--labels", "gpu"))) {
        north.connected();
        long run = operations.runs().start(new StartRequest("pair", null, null, List.of())).run();
        RunDetail detail = EndedRun.await(operations, "pair", run);

        assertThat(detail.tasks()).extracting(TaskView::id, TaskView::agent)
            .contains(tuple("there", "north"));
        assertThat(operations.tasks().output("pair", run, "there").asBoolean()).as("in another process").isTrue();
      }
    }
  }
}
