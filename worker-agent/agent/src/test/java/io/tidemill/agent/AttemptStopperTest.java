package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.log.LogLimits;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AttemptStopperTest extends AgentFixture {
  @Test void a_stopped_body_is_interrupted_and_reported_when_it_has_ended() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun")
        + ".countDown(); try { new CountDownLatch(1).await(); } finally { if (!ctx.cancelled()) throw new Error(\"not told\"); } });\n"
        + "d.task(\"b\").run(Long.class, ctx -> 1L);");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.TIMED_OUT);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.TIMED_OUT);
    assertThat(scheduler.result(scheduler.task(run, "b"))).as("the interrupt stays with its attempt").isEqualTo("1");
  }

  @Test void what_a_stopped_body_returns_does_not_count() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> { " + signals.code("begun")
        + ".countDown(); while (!ctx.cancelled()) { Thread.onSpinWait(); } return 1L; });");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
  }

  @Test void an_unstarted_attempt_is_taken_out_of_the_queue() throws Exception {
    start(config().withSlots(1));
    RunContext run = run(
        "d.task(\"gate\").exec(ctx -> " + signals.code("open") + ".await());\nd.task(\"a\").exec(ctx -> {});");
    Assignment.RunTask waiting = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(scheduler.task(run, "gate"), waiting));

    scheduler.agent.stop(waiting.key(), StopReason.CANCELLED);

    Report.Failed cancelled = scheduler.nextFailed();
    assertThat(cancelled.key()).isEqualTo(waiting.key());
    assertThat(cancelled.timing().ranMicros()).isZero();
    signals.give("open");
    assertThat(scheduler.next()).isInstanceOf(Report.Succeeded.class);
    assertThat(scheduler.reports).isEmpty();
  }

  @Test void a_body_that_will_not_stop_keeps_its_slot_is_told_and_halts_the_process() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withStop(Duration.ofMillis(20), Duration.ofMillis(60))
        .withLogs(new LogLimits(1 << 20, 1 << 10, 1 << 10, Duration.ofMillis(10)))));
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); while ("
        + signals.code("open") + ".getCount() > 0) { Thread.interrupted(); Thread.onSpinWait(); } });");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    assertThat(halts.poll(20, TimeUnit.SECONDS)).contains("sample/1/a", "still runs");
    await().until(() -> scheduler.logOf(task.key()).contains("CANCELLING: still running 20 ms"));
    assertThat(scheduler.logOf(task.key())).contains("Sample.java:");
    assertThat(scheduler.reports).noneMatch(Report.Failed.class::isInstance);
    signals.give("open");
    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
  }

  @Test void an_agent_with_a_body_that_will_not_stop_drains_and_serves_again_if_it_ends_after_all() throws Exception {
    start(config().withSlots(2)
        .withLimits(AgentLimits.DEFAULT.withStop(Duration.ofMillis(20), Duration.ofMinutes(5))));
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); while ("
        + signals.code("open") + ".getCount() > 0) { Thread.interrupted(); Thread.onSpinWait(); } });\n"
        + "d.task(\"other\").run(Long.class, ctx -> { " + signals.code("other") + ".await(); return 5L; });\n"
        + "d.task(\"late\").run(Long.class, ctx -> 6L);");
    Assignment.RunTask stuck = scheduler.task(run, "a");
    Assignment.RunTask other = scheduler.task(run, "other");
    Assignment.RunTask waiting = scheduler.task(run, "late");
    scheduler.agent.assign(List.of(stuck, other));
    signals.await("begun");
    scheduler.agent.assign(List.of(waiting));

    scheduler.agent.stop(stuck.key(), StopReason.TIMED_OUT);

    Report.Failed back = scheduler.nextFailed();
    assertThat(back.key()).isEqualTo(waiting.key());
    assertThat(back.failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(scheduler.saidDraining).isTrue();
    Report.Failed refused = scheduler.failure(scheduler.task(run, "late"));
    assertThat(refused.failure().message()).contains("does not stop");
    scheduler.saidDraining = false;
    scheduler.agent.opened();
    assertThat(scheduler.saidDraining).as("a new session is told too").isTrue();
    signals.give("other");
    Report next = scheduler.next();
    while (next.key().equals(refused.key())) {
      // The session may have opened again before that was acknowledged.
      next = scheduler.next();
    }
    assertThat(next).as("what runs has its chance").isInstanceOf(Report.Succeeded.class);
    assertThat(next.key()).isEqualTo(other.key());
    assertThat(scheduler.saidServing).isFalse();

    signals.give("open");

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.TIMED_OUT);
    assertThat(scheduler.saidServing).isTrue();
    assertThat(scheduler.result(scheduler.task(run, "late"))).isEqualTo("6");
    assertThat(halts).isEmpty();
  }

  @Test void stopping_an_unknown_attempt_does_nothing() {
    start(config());

    scheduler.agent.stop(new AttemptKey(1, 2, 3, 4, 5), StopReason.CANCELLED);

    assertThat(scheduler.reports).isEmpty();
  }
}
