package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemill.daemon.Main;
import io.tidemill.daemon.cli.Shell.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Standard output is the answer and nothing else; who cannot write it says so.
class AnswerTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  private ProcessBuilder verb(String... args) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  @Test void an_argument_that_begins_with_an_at_sign_is_no_file_of_arguments() {
    shell.save("names", "from=7");
    shell.save("Greet.java", DagFiles.of("greet", "String who", """
        d.task("hello").run(String.class, ctx -> "hello " + ctx.params().who());
        """));

    assertThat(shell.type("run", "@names").err()).doesNotContain("from=7");
    assertThat(shell.type("run", "Greet.java", "who=@names").out()).contains("hello: \"hello @names\"");
  }

  @Test void an_answer_that_could_not_be_written_is_a_failure() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1");
    File errors = directory.resolve("errors").toFile();

    for (String[] each : new String[][]{{"ps"}, {"logs", "sum/1"}, {"run", "sum", "from=1", "-o", "json"}}) {
      Process full = verb(each).redirectOutput(new File("/dev/full")).redirectError(errors).start();

      assertThat(full.waitFor()).as(each[0]).isEqualTo(ExitCode.FAILED);
      assertThat(Files.readString(errors.toPath())).contains("standard output", "No space left");
    }
  }

  @Test void a_followed_log_ends_with_its_reader() throws Exception {
    shell.save("Talk.java", DagFiles.of("talk", "", """
        d.task("talk").exec(ctx -> {
          while (true) {
            ctx.log().info("and on");
            Thread.sleep(20);
          }
        });
        """));
    Process dev = verb("dev", "--port", "0").redirectErrorStream(true).start();
    try (var told = dev.inputReader()) {
      assertThat(told.readLine()).startsWith("ready");
      Process run = verb("run", "Talk.java").redirectErrorStream(true)
          .redirectOutput(directory.resolve("run").toFile())
          .start();
      Process logs = logs();
      assertThat(logs.inputReader(StandardCharsets.UTF_8).readLine()).contains("and on");

      logs.getInputStream().close();

      assertThat(logs.waitFor(60, TimeUnit.SECONDS)).isTrue();
      run.destroyForcibly();
    } finally {
      dev.destroyForcibly();
    }
  }

  /// Follows as soon as the run exists.
  private Process logs() throws IOException {
    for (Answer ps = shell.type("ps"); !ps.out().contains("talk/1"); ps = shell.type("ps")) {
      Thread.onSpinWait();
    }
    return verb("logs", "-f", "talk/1").redirectError(directory.resolve("errors").toFile()).start();
  }
}
