package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.code.LocalRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final List<String> SEEN = new ArrayList<>();

  /// Notes what it was asked for.
  public static final class Recorder implements LocalRunner {
    @Override public int run(Dag<?> dag, List<String> args, PrintStream out, PrintStream err) {
      SEEN.add(dag.id() + " " + args);
      return 0;
    }
  }

  private static Dag<?> dag() {
    return Dag.define("sales", d -> {
      var a = d.task("a").run(String.class, ctx -> "");
      d.task("b").after(a).exec(ctx -> {});
    });
  }

  @Test void without_a_runner_main_prints_the_graph() {
    var bytes = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Dag.main(dag());
    } finally {
      System.setOut(out);
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("DAG sales: 2 tasks")
        .contains("b (task) -> void after a [order]")
        .contains("dag-test");
  }

  @Test void main_hands_the_dag_to_the_runner_on_the_class_path(@TempDir Path folder) throws IOException {
    var service = Files.createDirectories(folder.resolve("META-INF/services")).resolve(LocalRunner.class.getName());
    Files.writeString(service, Recorder.class.getName());
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      Dag.main(dag(), "--day", "2026-01-02");
    } finally {
      thread.setContextClassLoader(before);
    }

    assertThat(SEEN).containsExactly("sales [--day, 2026-01-02]");
  }
}
