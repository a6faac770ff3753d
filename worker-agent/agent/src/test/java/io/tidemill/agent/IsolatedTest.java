package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.WireValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatedTest {
  private static final String HEAD = """
      import module java.base;
      import io.tidemill.dsl.*;
      void main() {}
      """;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FakeScheduler scheduler = new FakeScheduler();
  private final BlockingQueue<String> halts = new LinkedBlockingQueue<>();
  private Agent agent;

  @TempDir Path work;

  @AfterEach void close() {
    if (agent != null) {
      agent.close(Duration.ZERO);
    }
  }

  private void start(AgentLimits limits) {
    agent = new Agent(AgentConfig.of("test", work)
        .withIsolation(Isolation.plain().withHeapMegabytes(32).withSlots(2))
        .withLimits(limits), halts::add);
    agent.start(scheduler);
  }

  private RunContext run(String declarations) {
    return run("", "NoParams", "", declarations, "{}");
  }

  private RunContext run(String types, String params, String define, String declarations, String paramsJson) {
    if (agent == null) {
      start(AgentLimits.DEFAULT);
    }
    String bundle = scheduler.store("Sample.java",
        HEAD + types + "\nDag<" + params + "> dag() {\n  return Dag.define(\"sample\""
            + define + ", d -> {\n" + declarations + "\n  });\n}\n");
    return FakeScheduler.run("sample", bundle, paramsJson);
  }

  private FailureReport failure(String body) throws InterruptedException {
    RunContext run = run("d.task(\"a\").isolated().exec(ctx -> {\n" + body + "\n});");
    return scheduler.failure(scheduler.task(run, "a")).failure();
  }

  private static WireValue packed(String... entries) {
    List<byte[]> all = new ArrayList<>();
    for (String each : entries) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = PackedBytes.pack(all);
    return new WireValue(bytes, 0, bytes.length, "");
  }

  /// Waits for a file a body writes, and reads it.
  private static String awaitFile(Path file) {
    await().atMost(LONG).until(() -> Files.exists(file) && Files.size(file) > 0);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  // ---- the same as any attempt

  @Test void an_isolated_body_runs_in_a_process_of_its_own_with_parameters_inputs_and_result() throws Exception {
    RunContext run = run("record P(LocalDate day) {}\nrecord Part(String name, BigDecimal sum) {}", "P", ", P.class",
        """
            var a = d.task("a").run(Part.class, ctx -> new Part("x", BigDecimal.ONE));
            d.task("b").needs(a).isolated().run(String.class, (ctx, part) ->
                ctx.params() + " " + part + " " + ctx.idempotencyKey() + " " + ProcessHandle.current().pid());
            """, "{\"day\":\"2026-11-22\"}");
    scheduler.values.put(55L, "{\"name\":\"x\",\"sum\":1.10}".getBytes(StandardCharsets.UTF_8));

    String result = scheduler.result(scheduler.task(run, "b",
        new InputValue.Single(new WireValue(null, 55, 25, ""))));

    assertThat(result).startsWith("\"P[day=2026-11-22] Part[name=x, sum=1.10] sample/1/b ");
    assertThat(result).doesNotContain(" " + ProcessHandle.current().pid() + "\"");
  }

  @Test void each_shard_has_a_process_of_its_own() throws Exception {
    RunContext run = run("""
        d.shard("s").overRange(0, 2, 1).isolated().run(String.class, (ctx, range) ->
            ctx.shardIndex() + "=" + range.from() + " " + ProcessHandle.current().pid());
        """);

    scheduler.agent.assign(List.of(new Assignment.Expand(run, scheduler.key(1), "s", 0, List.of(), 10)));
    Report.Expanded expanded = (Report.Expanded) scheduler.next();
    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "s", 0,
        List.of(new Assignment.ShardRange(0, 2, 1)), new WireValue(expanded.keys(), 0, 0, ""),
        new WireValue(expanded.elements(), 0, 0, ""), null, List.of())));
    List<String> results = new ArrayList<>();
    while (results.size() < 2) {
      Report.ShardsEnded ended = (Report.ShardsEnded) scheduler.next();
      assertThat(ended.failed()).isEmpty();
      PackedBytes.unpack(ended.results()).forEach(each -> results.add(new String(each, StandardCharsets.UTF_8)));
    }

    assertThat(results).anyMatch(each -> each.contains("0=0 ")).anyMatch(each -> each.contains("1=1 "));
    assertThat(results.get(0).split(" ")[1]).isNotEqualTo(results.get(1).split(" ")[1]);
  }

  @Test void log_and_output_of_the_body_its_processes_and_native_code_come_in_one_log() throws Exception {
    RunContext run = run(
        """
            d.task("a").isolated().exec(ctx -> {
              ctx.log().info("told {}", 1);
              System.out.println("printed");
              new ProcessBuilder("sh", "-c", "echo from a process; read line; echo got $line").inheritIO().start().waitFor();
            });
            """);
    Assignment task = scheduler.task(run, "a");

    assertThat(scheduler.result(task)).isEqualTo("null");

    await().atMost(LONG)
        .untilAsserted(() -> assertThat(scheduler.logOf(task.key()))
            .contains(" INFO told 1\n", " OUT printed\n", " ERR from a process\n", " ERR got"));
  }

  @Test void a_body_that_throws_fails_with_its_exception_its_place_and_its_retry_policy() throws Exception {
    RunContext run = run("""
        d.task("a").isolated().retry(Retry.attempts(4).giveUpOn(IllegalStateException.class)).exec(ctx -> {
          throw new IllegalStateException("no");
        });
        """);

    FailureReport failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("no");
    assertThat(failure.place()).isEqualTo("Sample.java:8");
    assertThat(failure.retryable()).isFalse();
  }

  @Test void progress_is_passed_on() throws Exception {
    Path go = work.resolve("go");
    RunContext run = run(
        "d.task(\"a\").isolated().exec(ctx -> {\nctx.progress(3, 4);\nwhile (!Files.exists(Path.of(\"" + go
            + "\"))) Thread.sleep(20);\n});");
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));

    assertThat(scheduler.progress.poll(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(3);
    Files.writeString(go, "go");
    scheduler.nextSucceeded();
  }

  @Test void cpu_time_and_peak_memory_of_the_process_are_reported() throws Exception {
    RunContext run = run("""
        d.task("a").isolated().run(Long.class, ctx -> {
          long sum = 0;
          for (long end = System.nanoTime() + 300_000_000L; System.nanoTime() < end;) sum++;
          return sum;
        });
        """);
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));

    Report.Timing timing = scheduler.nextSucceeded().timing();

    assertThat(timing.cpuMicros()).isGreaterThan(100_000);
    assertThat(timing.peakBytes()).isBetween(10L << 20, 400L << 20);
  }

  @Test void the_working_directory_is_the_attempts_own_and_deleted_afterwards() throws Exception {
    RunContext run = run("""
        d.task("a").isolated().run(String.class, ctx -> {
          Files.writeString(Path.of("left.txt"), "x");
          Files.createTempFile("t", "t");
          return Path.of("").toAbsolutePath().toString();
        });
        """);

    String folder = scheduler.result(scheduler.task(run, "a")).replace("\"", "");

    assertThat(Path.of(folder)).doesNotExist();
    assertThat(folder).startsWith(work.toAbsolutePath().toString());
    try (Stream<Path> left = Files.list(work.resolve("isolated"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test void the_environment_is_not_the_agents() throws Exception {
    RunContext run = run("d.task(\"a\").isolated().run(String.class, ctx -> "
        + "new TreeSet<>(System.getenv().keySet()).toString());");

    String names = scheduler.result(scheduler.task(run, "a"));

    assertThat(System.getenv().keySet()).anyMatch(each -> each.startsWith("MAVEN") || each.equals("JAVA_HOME"));
    assertThat(names).doesNotContain("MAVEN", "JAVA_HOME").contains("PATH", "TMPDIR");
  }

  // ---- ends that a shared process would not survive

  @Test void a_body_that_exits_fails_its_attempt_only() throws Exception {
    FailureReport failure = failure("ctx.log().info(\"last words\");\nSystem.exit(3);");

    assertThat(failure.message()).isEqualTo(
        "Expected the body to return, but it called System.exit(3) at Sample.java:9, which ended the attempt's process");
    assertThat(failure.place()).isEqualTo("Sample.java:9");
    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.retryable()).isTrue();
    await().atMost(LONG)
        .until(() -> scheduler.chunks.stream()
            .anyMatch(each -> new String(each.text(), StandardCharsets.UTF_8).contains("last words")));
  }

  @Test void a_body_that_halts_fails_with_the_exit_code() throws Exception {
    assertThat(failure("Runtime.getRuntime().halt(5);").message()).contains("exit code 5", "Runtime.halt");
  }

  @Test void a_body_that_eats_the_heap_fails_and_is_told_the_limit() throws Exception {
    FailureReport failure = failure("var all = new ArrayList<byte[]>();\nwhile (true) all.add(new byte[1 << 20]);");

    assertThat(failure.type()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(failure.message()).contains("heap of 32 MiB", "Java heap space", "tidemill.agent.isolated-heap");
    assertThat(failure.retryable()).isTrue();
  }

  @Test void a_native_crash_fails_with_what_the_virtual_machine_says() throws Exception {
    FailureReport failure = failure("""
        var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Object unsafe = field.get(null);
        unsafe.getClass().getMethod("putAddress", long.class, long.class).invoke(unsafe, 0L, 0L);
        """);

    assertThat(failure.message()).contains("virtual machine crashed", "native code");
    assertThat(failure.stack()).contains("SIGSEGV");
    assertThat(failure.retryable()).isTrue();
  }

  @Test void a_killed_process_fails_with_the_signal() throws Exception {
    assertThat(failure("ProcessHandle.current().info();\nnew ProcessBuilder(\"kill\", \"-9\", \"\""
        + " + ProcessHandle.current().pid()).start().waitFor();\nThread.sleep(60_000);").message())
        .contains("signal 9 (SIGKILL), not by this agent");
  }

  // ---- stopping

  @Test void a_cancelled_body_is_interrupted_and_may_tidy_up() throws Exception {
    Path pid = work.resolve("pid");
    Path tidied = work.resolve("tidied");
    RunContext run = run("d.task(\"a\").isolated().exec(ctx -> {\nFiles.writeString(Path.of(\"" + pid
        + "\"), \"\" + ProcessHandle.current().pid());\ntry { Thread.sleep(60_000); } finally { Files.writeString(Path.of(\""
        + tidied + "\"), \"\" + ctx.cancelled()); }\n});");
    Assignment task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    String process = awaitFile(pid);

    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
    assertThat(isAlive(process)).isFalse();
    assertThat(tidied).hasContent("true");
  }

  @Test void a_body_that_does_not_stop_is_ended_with_all_it_has_started() throws Exception {
    start(AgentLimits.DEFAULT.withStop(Duration.ofMillis(300), Duration.ofSeconds(60)));
    Path pid = work.resolve("pid");
    RunContext run = run("d.task(\"a\").isolated().exec(ctx -> {\n"
        + "var p = new ProcessBuilder(\"sh\", \"-c\", \"trap '' TERM; sleep 600 & wait; sleep 600\").start();\n"
        + "Files.writeString(Path.of(\"" + pid + "\"), ProcessHandle.current().pid() + \" \" + p.pid());\n"
        + "while (true) { try { Thread.sleep(60_000); } catch (InterruptedException e) {} }\n});");
    Assignment task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    String[] processes = awaitFile(pid).split(" ");

    scheduler.agent.stop(task.key(), StopReason.TIMED_OUT);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.TIMED_OUT);
    assertThat(isAlive(processes[0])).isFalse();
    await().atMost(LONG).until(() -> !isAlive(processes[1]));
    assertThat(halts).isEmpty();
  }

  @Test void what_a_body_leaves_running_is_ended_with_it() throws Exception {
    RunContext run = run("d.task(\"a\").isolated().run(Long.class, ctx -> "
        + "new ProcessBuilder(\"sleep\", \"600\").start().pid());");

    String pid = scheduler.result(scheduler.task(run, "a"));

    await().atMost(LONG).until(() -> !isAlive(pid));
  }
}
