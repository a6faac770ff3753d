package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DisconnectHandlerTest extends AgentFixture {
  private String holding(String name) {
    return "d.task(\"" + name + "\").run(Long.class, ctx -> { " + signals.code(name + "-begun") + ".countDown(); "
        + signals.code(name + "-open") + ".await(); return 1L; });\n";
  }

  @Test void an_agent_that_is_cut_off_stops_its_work_and_reports_it_lost_when_the_session_opens() throws Exception {
    start(config().withSlots(1));
    RunContext run = run(holding("a") + "d.task(\"b\").run(Long.class, ctx -> 2L);");
    Assignment running = scheduler.task(run, "a");
    Assignment waiting = scheduler.task(run, "b");
    scheduler.agent.assign(List.of(running, waiting));
    signals.await("a-begun");
    scheduler.acknowledges = false;

    scheduler.agent.cutOff();

    Report.Failed first = scheduler.nextFailed();
    Report.Failed second = scheduler.nextFailed();
    assertThat(List.of(first.key(), second.key())).containsExactlyInAnyOrder(running.key(), waiting.key());
    assertThat(List.of(first.failure().kind(), second.failure().kind())).containsOnly(FailureReport.Kind.LOST);
    assertThat(first.failure().message() + second.failure().message()).contains("no scheduler answered",
        "before it started", "while it ran");
    scheduler.acknowledges = true;
    scheduler.agent.opened();
    assertThat(List.of(scheduler.nextFailed().key(), scheduler.nextFailed().key()))
        .containsExactlyInAnyOrder(running.key(), waiting.key());
    assertThat(scheduler.result(scheduler.task(run, "b"))).as("it takes work again").isEqualTo("2");
    assertThat(halts).isEmpty();
  }

  @Test void what_finished_before_the_cut_is_reported_with_its_result() throws Exception {
    RunContext run = run("d.task(\"b\").run(Long.class, ctx -> 2L);");
    scheduler.acknowledges = false;
    Assignment task = scheduler.task(run, "b");
    assertThat(scheduler.result(task)).isEqualTo("2");

    scheduler.agent.cutOff();
    scheduler.acknowledges = true;
    scheduler.agent.opened();

    assertThat(scheduler.nextSucceeded().key()).isEqualTo(task.key());
    assertThat(scheduler.reports).isEmpty();
  }

  @Test void nothing_is_taken_while_it_is_cut_off() throws Exception {
    RunContext run = run("d.task(\"b\").run(Long.class, ctx -> 2L);");

    scheduler.agent.cutOff();

    FailureReport refused = scheduler.failure(scheduler.task(run, "b")).failure();
    assertThat(refused.kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(refused.message()).contains("cut off");
  }

  @Test void a_task_that_says_wait_goes_on() throws Exception {
    start(config().withSlots(1));
    RunContext run = run("d.task(\"w\").onAgentLost(io.tidemill.dsl.AgentLost.WAIT).run(Long.class, ctx -> { "
        + signals.code("begun") + ".countDown(); " + signals.code("open") + ".await(); return 7L; });");
    Assignment running = scheduler.task(run, "w");
    Assignment waiting = scheduler.task(run, "w");
    scheduler.agent.assign(List.of(running, waiting));
    signals.await("begun");

    scheduler.agent.cutOff();
    signals.give("open");

    assertThat(scheduler.nextSucceeded().key()).isEqualTo(running.key());
    assertThat(scheduler.nextSucceeded().key()).isEqualTo(waiting.key());
  }

  @Test void a_body_that_ignores_the_interrupt_takes_the_process_with_it() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withCutOffGrace(Duration.ofMillis(30))));
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); while ("
        + signals.code("open") + ".getCount() > 0) { Thread.interrupted(); Thread.onSpinWait(); } });");
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));
    signals.await("begun");

    scheduler.agent.cutOff();

    assertThat(halts.poll(20, TimeUnit.SECONDS)).contains("sample/1/a", "30 ms after no scheduler answered");
    signals.give("open");
    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.LOST);
  }

  @Test void a_body_that_was_being_cancelled_must_end_within_the_grace_of_the_cut() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withCutOffGrace(Duration.ofMillis(30))));
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); while ("
        + signals.code("open") + ".getCount() > 0) { Thread.interrupted(); Thread.onSpinWait(); } });");
    Assignment task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");
    scheduler.agent.stop(task.key(), io.tidemill.protocol.StopReason.CANCELLED);

    scheduler.agent.cutOff();

    assertThat(halts.poll(20, TimeUnit.SECONDS)).contains("sample/1/a");
    signals.give("open");
    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
  }

  @Test void shards_that_wait_and_that_run_are_lost() throws Exception {
    start(config().withSlots(1));
    RunContext run = run("d.shard(\"s\").overHash(5).exec((ctx, h) -> { " + signals.code("begun") + ".countDown(); "
        + signals.code("open") + ".await(); });");
    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "s", 0,
        List.of(new Assignment.ShardRange(0, 2, 1)), packed("a", "b"),
        packed("{\"index\":0,\"count\":2}", "{\"index\":1,\"count\":2}"), null, List.of())));
    signals.await("begun");

    scheduler.agent.cutOff();

    await().untilAsserted(() -> assertThat(scheduler.reports.stream()
        .filter(Report.ShardsEnded.class::isInstance)
        .flatMap(each -> ((Report.ShardsEnded) each).failed().stream())
        .map(each -> each.failure().kind())).containsExactly(FailureReport.Kind.LOST, FailureReport.Kind.LOST));
  }
}
