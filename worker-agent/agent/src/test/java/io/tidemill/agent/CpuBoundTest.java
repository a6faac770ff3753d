package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuBoundTest extends AgentFixture {
  private void start(int cpuSlots) {
    AgentConfig plain = config();
    start(new AgentConfig(plain.name(), plain.slots(), cpuSlots, plain.isolation(), plain.prefetch(), plain.labels(),
        plain.queues(), plain.work(), plain.limits()));
  }

  @Test void no_more_run_at_a_time_than_there_are_threads_for_them() throws Exception {
    start(2);
    RunContext run = run(
        "static final java.util.concurrent.atomic.AtomicInteger NOW = new java.util.concurrent.atomic.AtomicInteger();",
        "NoParams", "", """
            d.task("a").cpuBound().run(Integer.class, ctx -> {
              int now = NOW.incrementAndGet();
              for (int i = 0; i < 1_000; i++) Thread.onSpinWait();
              NOW.decrementAndGet();
              return now;
            });
            """, "{}");
    List<Assignment> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(scheduler.task(run, "a"));
    }

    scheduler.agent.assign(many);

    for (int i = 0; i < 200; i++) {
      int atATime = Integer.parseInt(new String(scheduler.nextSucceeded().output(), StandardCharsets.UTF_8));
      assertThat(atATime).isBetween(1, 2);
    }
  }

  @Test void others_do_not_wait_for_them() throws Exception {
    start(1);
    RunContext run = run("d.task(\"a\").cpuBound().exec(ctx -> " + signals.code("open") + ".await());\n"
        + "d.task(\"b\").exec(ctx -> " + signals.code("open") + ".countDown());");
    Assignment computing = scheduler.task(run, "a");
    Assignment waiting = scheduler.task(run, "a");
    Assignment other = scheduler.task(run, "b");

    scheduler.agent.assign(List.of(computing, waiting, other));

    assertThat(List.of(scheduler.nextSucceeded().key(), scheduler.nextSucceeded().key(),
        scheduler.nextSucceeded().key())).contains(other.key(), computing.key(), waiting.key());
  }

  @Test void a_body_that_is_stopped_is_interrupted_and_the_next_on_its_thread_is_not() throws Exception {
    start(1);
    RunContext run = run("d.task(\"a\").cpuBound().exec(ctx -> { " + signals.code("begun")
        + ".countDown(); while (!Thread.interrupted()) { Thread.onSpinWait(); }"
        + " if (!ctx.cancelled()) throw new Error(\"not told\"); Thread.currentThread().interrupt(); });\n"
        + "d.task(\"b\").cpuBound().run(Boolean.class, ctx -> Thread.currentThread().isInterrupted());");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
    assertThat(scheduler.result(scheduler.task(run, "b"))).isEqualTo("false");
  }

  @Test void each_body_finds_the_class_loader_of_its_own_bundle_on_the_shared_thread() throws Exception {
    start(1);
    String same = "d.task(\"a\").cpuBound().run(Boolean.class, ctx ->"
        + " Thread.currentThread().getContextClassLoader() == Mine.class.getClassLoader());";
    RunContext one = run("record Mine() {}", "NoParams", "", same, "{}");
    RunContext other = run("record Mine(int of) {}", "NoParams", "", same, "{}");

    assertThat(one.bundle()).isNotEqualTo(other.bundle());
    assertThat(scheduler.result(scheduler.task(one, "a"))).isEqualTo("true");
    assertThat(scheduler.result(scheduler.task(other, "a"))).isEqualTo("true");
    assertThat(scheduler.result(scheduler.task(one, "a"))).isEqualTo("true");
  }

  @Test void its_processor_time_is_reported_and_that_of_other_bodies_is_not_known() throws Exception {
    RunContext run = run("""
        d.task("a").cpuBound().exec(ctx -> {
          for (long end = System.nanoTime() + 100_000_000L; System.nanoTime() < end;) Thread.onSpinWait();
        });
        d.task("b").exec(ctx -> {});
        """);
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));
    Report.Timing computing = scheduler.nextSucceeded().timing();
    scheduler.agent.assign(List.of(scheduler.task(run, "b")));
    Report.Timing waiting = scheduler.nextSucceeded().timing();

    // Others may use the processor meanwhile, so it is not all of the time.
    assertThat(computing.cpuMicros()).isBetween(1_000L, computing.ranMicros() + 50_000);
    assertThat(computing.peakBytes()).isEqualTo(-1);
    assertThat(waiting.cpuMicros()).isEqualTo(-1);
  }
}
