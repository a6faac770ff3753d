package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a process of its own, which can be interrupted and killed.
class ProcessTest {
  /// A bound for what has gone wrong, not for a busy machine: a process may take a minute to start.
  private static final Duration BOUND = Duration.ofMinutes(5);

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
    shell.save("Hang.java", DagFiles.of("hang", "", """
        d.task("wait").exec(ctx -> {
          Files.writeString(Path.of("%s"), "");
          new CountDownLatch(1).await();
        });
        """.formatted(directory.resolve("hangs"))));
  }

  @AfterEach void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  private Process start(Map<String, String> environment, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("told").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String told() throws IOException {
    return Files.readString(directory.resolve("told"));
  }

  /// Waits until a process says something or a file exists; fails at once if it ends before.
  private void await(Process process, Callable<Boolean> condition) throws Exception {
    Awaitility.await().atMost(BOUND).until(() -> condition.call() || !process.isAlive());
    assertThat(condition.call()).as(() -> "of a process that said " + toldSoFar()).isTrue();
  }

  private String toldSoFar() {
    try {
      return told();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void awaitHanging(Process process) throws Exception {
    await(process, () -> Files.exists(directory.resolve("hangs")));
  }

  @Test void the_exit_code_is_that_of_the_verb() throws Exception {
    shell.save("Broken.java", "no java");

    assertThat(start("check", "Broken.java").waitFor()).isEqualTo(2);
    assertThat(told()).contains("Broken.java:1:", "^");
  }

  @Test void an_interrupt_cancels_the_run_and_says_so() throws Exception {
    Process run = start("run", "Hang.java");
    awaitHanging(run);

    new ProcessBuilder("kill", "-INT", "" + run.pid()).start().waitFor();

    assertThat(run.waitFor()).isEqualTo(1);
    assertThat(told()).contains("cancelling hang/1", "hang/1 CANCELLED");
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
  }

  @Test void a_second_interrupt_ends_the_process_at_once_and_says_where_the_run_goes_on() throws Exception {
    shell.save("Deaf.java", DagFiles.of("deaf", "", """
        d.task("wait").exec(ctx -> {
          Files.writeString(Path.of("%s"), "");
          while (ctx.attempt() == 1) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
          }
        });
        """.formatted(directory.resolve("hangs"))));
    Process run = start("run", "Deaf.java");
    awaitHanging(run);
    interrupt(run);
    await(run, () -> told().contains("cancelling deaf/1; Ctrl-C again exits at once"));

    interrupt(run);

    assertThat(run.waitFor()).isEqualTo(130);
    assertThat(told()).contains("deaf/1 goes on when the next process starts; `tidemill ps deaf/1` shows it");
    shell.type("cancel", "deaf/1");
    assertThat(shell.type("ps", "deaf/1").out()).contains("CANCELLED");
  }

  @Test void a_second_interrupt_ends_the_clean_up_where_some_still_runs() throws Exception {
    shell.save("Clean.java", DagFiles.of("clean", "", """
        var work = d.task("work").exec(ctx -> {
          Files.writeString(Path.of("%s"), "");
          new CountDownLatch(1).await();
        });
        d.task("tidy").after(JoinRule.ALL_DONE, work).exec(ctx -> new CountDownLatch(1).await());
        """.formatted(directory.resolve("hangs"))));
    Process run = start("run", "Clean.java");
    awaitHanging(run);
    interrupt(run);
    await(run, () -> told().contains("clean-up still runs: tidy"));

    interrupt(run);

    assertThat(run.waitFor()).isEqualTo(1);
    assertThat(told()).contains("ending the clean-up of clean/1", "clean/1 CANCELLED");
  }

  @Test void other_verbs_ask_a_run_while_it_holds_the_data_directory() throws Exception {
    Process run = start("run", "Hang.java");
    awaitHanging(run);

    assertThat(shell.type("ps").out()).contains("hang/1", "RUNNING");
    assertThat(shell.type("cancel", "hang/1").code()).isZero();

    assertThat(run.waitFor()).isEqualTo(1);
    assertThat(told()).contains("hang/1 CANCELLED");
    assertThat(shell.data().resolve("server.json")).doesNotExist();
  }

  @Test void a_detached_run_goes_on_without_the_process_that_started_it() throws Exception {
    Process run = start("run", "Hang.java", "--detach");

    assertThat(run.waitFor()).isZero();
    assertThat(told()).contains("hang/1 goes on; `tidemill logs -f hang/1` follows it");
    Awaitility.await().atMost(BOUND).until(() -> Files.exists(directory.resolve("hangs")));
    assertThat(shell.type("ps").out()).contains("hang/1", "RUNNING");
    assertThat(shell.type("cancel", "hang/1").code()).isZero();
    Awaitility.await()
        .atMost(BOUND)
        .until(() -> Files.readString(shell.data().resolve("run.log")).contains("CANCELLED"));

    shell.save("Broken.java", "no java");
    Process broken = start("run", "Broken.java", "--detach");
    assertThat(broken.waitFor()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(told()).contains("Broken.java:1:");
  }

  @Test void a_body_that_hangs_on_cancel_ends_the_process_which_says_so_and_the_next_one_ends_the_run()
      throws Exception {
    shell.save("Deaf.java", DagFiles.of("deaf", "", """
        d.task("wait").exec(ctx -> {
          Files.writeString(Path.of("%s"), "");
          while (true) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
          }
        });
        """.formatted(directory.resolve("hangs"))));
    Process run = start(Map.of("TIDEMILL_AGENT_STOP_GRACE", "PT0.2S", "TIDEMILL_AGENT_HALT_AFTER", "PT3S"), "run",
        "Deaf.java");
    awaitHanging(run);

    new ProcessBuilder("kill", "-INT", "" + run.pid()).start().waitFor();

    assertThat(run.waitFor()).isEqualTo(70);
    assertThat(told()).contains("cancelling deaf/1", "CANCELLING",
        "Expected attempt 1 of deaf/1/wait to end within 3 s after it was interrupted, but it still runs",
        "should end when its thread is interrupted");
    assertThat(shell.type("ps").out()).contains("deaf/1");
    assertThat(shell.type("logs", "deaf/1/wait").out()).contains("CANCELLING: still running", "Deaf.java:1");
    shell.type("cancel", "deaf/1");
    assertThat(shell.type("ps").out()).contains("deaf/1", "CANCELLED");
  }

  @Test void what_a_killed_process_began_can_be_seen_and_cancelled_by_the_next() throws Exception {
    Process run = start("run", "Hang.java");
    awaitHanging(run);
    run.destroyForcibly().waitFor();

    assertThat(shell.type("ps").out()).contains("hang/1", "RUNNING");
    assertThat(shell.type("cancel", "hang/1").out()).contains("hang/1 CANCELLED");
  }

  @Test void no_shard_that_had_finished_runs_again_after_a_kill() throws Exception {
    shell.save("Shards.java", DagFiles.of("shards", "", """
        var keys = d.task("keys").runAs(Types.listOf(String.class),
            ctx -> IntStream.range(0, 40).mapToObj(i -> "k" + i).toList());
        var work = d.shard("work").over(keys).key(k -> k).concurrency(2).run(String.class, (ctx, key) -> {
          var folder = Path.of("%s");
          // The last shards end only in the second life, so that the first one is killed in the middle.
          while (Integer.parseInt(key.substring(1)) >= 20 && !Files.exists(folder.resolve("go"))) {
            Files.writeString(folder.resolve("hangs"), "");
            Thread.sleep(20);
          }
          Files.writeString(folder.resolve("ran"), key + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          return key;
        });
        d.task("reduce").needs(work).run(Integer.class, (ctx, all) -> (int) all.results().count());
        """.formatted(directory)));
    Process run = start("run", "Shards.java");
    awaitHanging(run);
    // What is shown as done is durable; what ran but is not yet shown may run again.
    await(run, () -> told().contains("work"));
    run.destroyForcibly().waitFor();
    Set<String> before = new TreeSet<>(Files.readAllLines(directory.resolve("ran")));

    shell.save("go", "");
    Process dev = start("dev", "--port", "0");
    await(dev, () -> told().contains("ready"));
    await(dev, () -> shell.type("ps").out().contains("SUCCESS"));
    dev.destroy();
    dev.waitFor();

    List<String> ran = Files.readAllLines(directory.resolve("ran"));
    assertThat(before).hasSizeGreaterThanOrEqualTo(20);
    assertThat(new TreeSet<>(ran)).hasSize(40);
    // At most what was being reported when the process was killed.
    assertThat(ran.size() - 40).isLessThanOrEqualTo(4);
  }
}
