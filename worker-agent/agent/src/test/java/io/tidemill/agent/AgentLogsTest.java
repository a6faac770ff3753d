package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.log.LogLimits;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.RunContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentLogsTest extends AgentFixture {
  @Test void messages_and_prints_of_the_body_and_its_threads_are_in_the_attempts_log() throws Exception {
    start(config()
        .withLimits(AgentLimits.DEFAULT.withLogs(new LogLimits(1 << 20, 1 << 10, 1 << 10, Duration.ofMillis(10)))));
    RunContext run = run("""
        d.task("a").exec(ctx -> {
          ctx.log().info("read {} rows of {}", 3, "file");
          System.out.println("printed");
          System.err.printf("%d wrong%n", 2);
          System.out.print("no end");
          Thread child = Thread.ofPlatform().start(() -> System.out.println("from a child"));
          child.join();
          Thread.startVirtualThread(() -> ctx.log().warn("virtual child", new IllegalStateException("why"))).join();
        });
        d.task("silent").exec(ctx -> {});
        """);
    Assignment.RunTask task = scheduler.task(run, "a");
    Assignment.RunTask silent = scheduler.task(run, "silent");

    scheduler.result(task);
    scheduler.result(silent);

    await().until(() -> scheduler.logOf(task.key()).contains("no end"));
    await().until(() -> scheduler.logOf(task.key()).contains("virtual child"));
    String log = scheduler.logOf(task.key());
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";
    assertThat(log).containsPattern(time + "INFO read 3 rows of file\n")
        .containsPattern(time + "OUT printed\n")
        .containsPattern(time + "ERR 2 wrong\n")
        .containsPattern("OUT (no end)?from a child\n")
        .contains("java.lang.IllegalStateException: why");
    assertThat(scheduler.chunks).noneMatch(each -> each.key().equals(silent.key()));
    assertThat(scheduler.chunks.stream().map(each -> each.sequence())).isSorted().doesNotHaveDuplicates();
  }

  @Test void what_threads_of_the_common_pool_print_is_in_the_log_of_the_attempt_whose_code_they_run() throws Exception {
    start(config()
        .withLimits(AgentLimits.DEFAULT.withLogs(new LogLimits(1 << 20, 1 << 10, 1 << 10, Duration.ofMillis(10)))));
    RunContext run = run("""
        d.task("a").exec(ctx -> {
          Thread body = Thread.currentThread();
          java.util.concurrent.CompletableFuture.runAsync(() -> System.out.println("async says hello")).join();
          java.util.concurrent.ForkJoinPool.commonPool().submit(() -> {
            System.out.print("pool ");
            System.out.println(Thread.currentThread() != body);
          }).join();
        });
        """);
    Assignment.RunTask task = scheduler.task(run, "a");

    scheduler.result(task);

    await().until(() -> scheduler.logOf(task.key()).contains("pool"));
    assertThat(scheduler.logOf(task.key())).containsPattern("OUT async says hello\n")
        .containsPattern("OUT pool true\n");
  }

  @Test void a_hundred_megabytes_of_print_are_cut_in_the_middle_and_stop_nobody() throws Exception {
    LogLimits logs = new LogLimits(4 << 20, 1 << 20, 64 << 10, Duration.ofMillis(50));
    start(config().withLimits(AgentLimits.DEFAULT.withLogs(logs)));
    RunContext run = run("""
        d.task("loud").exec(ctx -> {
          String line = "x".repeat(999);
          System.out.println("the first line");
          for (int i = 0; i < 100_000; i++) { System.out.println(line); }
          System.out.println("the last line");
        });
        d.task("a").run(Long.class, ctx -> 1L);
        """);
    Assignment.RunTask loud = scheduler.task(run, "loud");
    Assignment.RunTask a = scheduler.task(run, "a");

    scheduler.agent.assign(List.of(loud, a));

    scheduler.nextSucceeded();
    scheduler.nextSucceeded();
    await().until(() -> scheduler.logOf(loud.key()).contains("the last line"));
    String log = scheduler.logOf(loud.key());
    assertThat(log.length()).isLessThan((4 << 20) + 1000);
    assertThat(log).contains("the first line").containsPattern("WARN [0-9,]{9,} bytes are cut out here");
    assertThat(scheduler.chunks).allMatch(each -> each.text().length <= 64 << 10);
  }

  @Test void garbage_that_is_printed_becomes_valid_text() throws Exception {
    start(config()
        .withLimits(AgentLimits.DEFAULT.withLogs(new LogLimits(1 << 20, 1 << 10, 1 << 10, Duration.ofMillis(10)))));
    RunContext run = run(
        "d.task(\"a\").exec(ctx -> { System.out.write(new byte[] {'o', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, 27, '[', '1', 'm', '\\n'}); });");
    Assignment.RunTask task = scheduler.task(run, "a");

    scheduler.result(task);

    await().until(() -> !scheduler.logOf(task.key()).isEmpty());
    assertThat(scheduler.logOf(task.key())).endsWith("OUT o\uFFFD(\uFFFD\u001B[1m\n");
  }
}
