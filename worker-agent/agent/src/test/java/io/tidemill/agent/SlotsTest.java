package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.RunContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest extends AgentFixture {
  @Test void greater_priority_starts_first_and_then_the_order_of_arrival() throws Exception {
    start(config().withSlots(1));
    RunContext run = run("d.task(\"gate\").exec(ctx -> " + signals.code("open") + ".await());\n"
        + "d.task(\"a\").exec(ctx -> {});\nd.task(\"b\").exec(ctx -> {});\nd.task(\"c\").exec(ctx -> {});\n");
    scheduler.result(scheduler.task(run, "a"));
    Assignment.RunTask gate = scheduler.task(run, "gate", 9);
    Assignment.RunTask a = scheduler.task(run, "a", 0);
    Assignment.RunTask b = scheduler.task(run, "b", 5);
    Assignment.RunTask c = scheduler.task(run, "c", 5);

    scheduler.agent.assign(List.of(gate, a, b));
    scheduler.agent.assign(List.of(c));
    signals.give("open");

    assertThat(List.of(scheduler.next().key(), scheduler.next().key(), scheduler.next().key(), scheduler.next().key()))
        .containsExactly(gate.key(), b.key(), c.key(), a.key());
  }

  @Test void no_more_attempts_run_at_a_time_than_there_are_slots() throws Exception {
    start(config().withSlots(3));
    RunContext run = run(
        "static final java.util.concurrent.atomic.AtomicInteger NOW = new java.util.concurrent.atomic.AtomicInteger();",
        "NoParams", "", """
            d.task("a").run(Integer.class, ctx -> {
              int now = NOW.incrementAndGet();
              Thread.yield();
              LockSupport.parkNanos(100_000);
              NOW.decrementAndGet();
              return now;
            });
            """.replace("LockSupport", "java.util.concurrent.locks.LockSupport"), "{}");
    List<Assignment> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(scheduler.task(run, "a"));
    }

    scheduler.agent.assign(many);

    for (int i = 0; i < 300; i++) {
      int atATime = Integer.parseInt(new String(scheduler.nextSucceeded().output(), StandardCharsets.UTF_8));
      assertThat(atATime).isBetween(1, 3);
    }
  }

  @Test void waiting_attempts_each_get_a_slot_of_their_own() throws Exception {
    RunContext run = run("static final CyclicBarrier ALL = new CyclicBarrier(100);", "NoParams", "",
        "d.task(\"a\").exec(ctx -> { ALL.await(); });", "{}");
    List<Assignment> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(scheduler.task(run, "a"));
    }

    scheduler.agent.assign(many);

    for (int i = 0; i < 100; i++) {
      scheduler.nextSucceeded();
    }
  }

  @Test void a_cpu_bound_task_runs_on_a_thread_of_the_platform() throws Exception {
    RunContext run = run("""
        d.task("a").run(Boolean.class, ctx -> Thread.currentThread().isVirtual());
        d.task("b").cpuBound().run(Boolean.class, ctx -> Thread.currentThread().isVirtual());
        """);

    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("true");
    assertThat(scheduler.result(scheduler.task(run, "b"))).isEqualTo("false");
  }

  @Test void more_than_can_be_queued_is_given_back() throws Exception {
    start(config().withSlots(1).withLimits(AgentLimits.DEFAULT.withQueued(2)));
    RunContext run = run("d.task(\"gate\").exec(ctx -> " + signals.code("open") + ".await());");

    scheduler.agent
        .assign(List.of(scheduler.task(run, "gate"), scheduler.task(run, "gate"), scheduler.task(run, "gate")));

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    signals.give("open");
    scheduler.nextSucceeded();
    scheduler.nextSucceeded();
  }
}
