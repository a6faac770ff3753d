package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.ViewJson;
import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tasks with a process of their own, run by the agent in the process of the verb.
class IsolatedRunTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  private String heap() {
    return """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<?> dag() {
          return Dag.define("heap", d -> {
            var own = d.task("own").isolated().run(Long.class, ctx -> Runtime.getRuntime().maxMemory() >> 20);
            d.task("here").needs(own).run(Long.class, (ctx, it) -> it);
          });
        }
        void main(String... args) { Dag.main(dag(), args); }
        """;
  }

  @Test void a_process_has_the_heap_that_is_set_and_what_it_cost_is_shown_and_kept() {
    shell.environment.put("TIDEMILL_AGENT_ISOLATED_HEAP", "48");
    shell.save("Heap.java", heap());

    Answer run = shell.type("run", "Heap.java");

    assertThat(run.code()).as(run.all()).isZero();
    assertThat(run.out()).containsPattern("here: 4[0-8]\\n");
    assertThat(run.err()).containsPattern("✓ own .* cpu \\d+\\.\\d s, peak \\d+ MiB");
    JsonNode tasks = ViewJson.LENIENT.readTree(shell.type("run", "heap", "-o", "json").out())
        .path("detail")
        .path("tasks");
    assertThat(tasks).anySatisfy(task -> {
      assertThat(task.path("id").asString()).isEqualTo("own");
      assertThat(task.path("cpuMicros").asLong()).isPositive();
      assertThat(task.path("peakBytes").asLong()).isBetween(10L << 20, 400L << 20);
    });
    assertThat(tasks).anySatisfy(task -> {
      assertThat(task.path("id").asString()).isEqualTo("here");
      assertThat(task.path("ranMicros").asLong()).isPositive();
      assertThat(task.path("cpuMicros").isNumber()).isFalse();
    });
  }

  @Test void with_one_slot_one_process_follows_the_other() throws Exception {
    shell.environment.put("TIDEMILL_AGENT_ISOLATED_SLOTS", "1");
    Path said = directory.resolve("said");
    shell.save("Turns.java", """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<?> dag() {
          return Dag.define("turns", d -> {
            for (var i = 0; i < 3; i++) {
              d.task("t" + i).isolated().exec(ctx -> {
                say("begin");
                say("end");
              });
            }
          });
        }
        static void say(String what) throws IOException {
          Files.writeString(Path.of("%s"), what + " " + ProcessHandle.current().pid() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          LockSupport.parkNanos(50_000_000);
        }
        void main(String... args) { Dag.main(dag(), args); }
        """.formatted(said));

    Answer run = shell.type("run", "Turns.java");

    assertThat(run.code()).as(run.all()).isZero();
    List<String> lines = Files.readAllLines(said);
    assertThat(lines).hasSize(6);
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).startsWith("begin ");
      assertThat(lines.get(i + 1)).isEqualTo(lines.get(i).replace("begin", "end"));
    }
  }
}
