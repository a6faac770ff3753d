package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReportsTest extends AgentFixture {
  @Test void a_start_is_reported_only_of_an_attempt_that_runs_on() throws Exception {
    RunContext run = run("d.task(\"slow\").exec(ctx -> { ctx.progress(3, 10); " + signals.code("open")
        + ".await(); });\nd.task(\"quick\").exec(ctx -> {});");
    scheduler.agent.assign(List.of(scheduler.task(run, "quick")));
    assertThat(scheduler.reports.poll(20, TimeUnit.SECONDS)).isInstanceOf(Report.Succeeded.class);

    scheduler.agent.assign(List.of(scheduler.task(run, "slow")));

    Report started = scheduler.reports.poll(20, TimeUnit.SECONDS);
    assertThat(started).isInstanceOfSatisfying(Report.Started.class,
        report -> assertThat(report.ageMicros()).isGreaterThanOrEqualTo(200_000));
    assertThat(scheduler.progress.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
    signals.give("open");
    assertThat(scheduler.reports.poll(20, TimeUnit.SECONDS)).isInstanceOf(Report.Succeeded.class);
  }

  @Test void a_repeated_assignment_of_a_running_attempt_starts_nothing() throws Exception {
    RunContext run = run("static int runs;", "NoParams", "", "d.task(\"a\").run(Integer.class, ctx -> { runs++; "
        + signals.code("begun") + ".countDown(); " + signals.code("open") + ".await(); return runs; });", "{}");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.assign(List.of(task, task));
    signals.give("open");

    assertThat(new String(scheduler.nextSucceeded().output(), StandardCharsets.UTF_8)).isEqualTo("1");
  }

  @Test void an_unacknowledged_report_is_repeated_on_assignment_and_on_resend() throws Exception {
    RunContext run = run("static int runs;", "NoParams", "", "d.task(\"a\").run(Integer.class, ctx -> ++runs);", "{}");
    scheduler.acknowledges = false;
    Assignment.RunTask task = scheduler.task(run, "a");
    assertThat(scheduler.result(task)).isEqualTo("1");

    assertThat(scheduler.result(task)).as("the first report again").isEqualTo("1");
    agent.resend();
    assertThat(scheduler.nextSucceeded().key()).isEqualTo(task.key());
    assertThat(scheduler.nextSucceeded().key()).isEqualTo(task.key());

    assertThat(scheduler.batches).isSorted().doesNotHaveDuplicates();
    scheduler.batches.forEach(scheduler.agent::acknowledge);
    agent.resend();
    assertThat(scheduler.result(scheduler.task(run, "a"))).as("nothing came before it").isEqualTo("2");
  }

  @Test void an_assignment_that_comes_again_after_its_end_was_acknowledged_starts_nothing() throws Exception {
    RunContext run = run("static int runs;", "NoParams", "", "d.task(\"a\").run(Integer.class, ctx -> ++runs);", "{}");
    Assignment.RunTask task = scheduler.task(run, "a");
    assertThat(scheduler.result(task)).isEqualTo("1");
    await().until(() -> scheduler.held.get().isEmpty());

    assertThat(scheduler.failure(task).failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);

    assertThat(scheduler.result(scheduler.task(run, "a"))).as("nothing ran between").isEqualTo("2");
  }

  @Test void an_assignment_that_was_given_back_starts_nothing_when_it_comes_again() throws Exception {
    RunContext run = run("static int runs;", "NoParams", "", "d.task(\"a\").run(Integer.class, ctx -> ++runs);", "{}");
    scheduler.acknowledges = false;
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(new Assignment.RunTask(
        new RunContext(run.dagNo(), run.dag(), run.run(), 1, run.bundle(), run.params(), 5), scheduler.key(1), "a", 0,
        List.of())));
    assertThat(scheduler.nextSucceeded()).isNotNull();
    assertThat(scheduler.failure(task).failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);

    Assignment.RunTask newer = new Assignment.RunTask(
        new RunContext(run.dagNo(), run.dag(), run.run(), 1, run.bundle(), run.params(), 5), task.key(), "a", 0,
        List.of());

    assertThat(scheduler.failure(newer).failure().kind()).as("it was given back")
        .isEqualTo(FailureReport.Kind.RELEASED);
  }

  @Test void an_assignment_of_an_older_epoch_is_refused() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    RunContext newer = new RunContext(run.dagNo(), run.dag(), run.run(), 1, run.bundle(), run.params(), 5);

    assertThat(scheduler.result(scheduler.task(newer, "a"))).isEqualTo("1");
    Report.Failed refused = scheduler.failure(scheduler.task(run, "a"));

    assertThat(refused.failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(refused.failure().message()).contains("at least 5", "found 1");
  }

  @Test void what_a_closed_link_does_not_take_is_said_once_it_opens_and_nothing_tries_before() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    scheduler.result(scheduler.task(run, "a"));
    scheduler.refuses = true;
    Assignment.RunTask first = scheduler.task(run, "a");
    Assignment.RunTask second = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(first));
    await().until(() -> scheduler.refused.get() == 1);
    scheduler.agent.assign(List.of(second));
    await().until(() -> scheduler.refused.get() == 2);

    scheduler.refuses = false;
    scheduler.agent.opened();

    assertThat(List.of(scheduler.nextSucceeded().key(), scheduler.nextSucceeded().key()))
        .containsExactly(first.key(), second.key());
    assertThat(scheduler.refused).as("two reports, two tries").hasValue(2);
  }

  @Test void batches_are_bounded_by_bytes_and_what_is_larger_goes_alone() throws Exception {
    start(config().withSlots(1).withLimits(AgentLimits.DEFAULT.withBatchBytes(10_000)));
    RunContext run = run("d.task(\"a\").run(String.class, ctx -> \"x\".repeat(4_000));\n"
        + "d.task(\"huge\").run(String.class, ctx -> \"x\".repeat(50_000));");
    scheduler.acknowledges = false;
    List<Assignment> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(scheduler.task(run, i == 10 ? "huge" : "a"));
    }
    scheduler.agent.assign(all);
    for (int i = 0; i < 20; i++) {
      scheduler.nextSucceeded();
    }
    scheduler.sizes.clear();

    scheduler.agent.opened();

    for (int i = 0; i < 20; i++) {
      scheduler.nextSucceeded();
    }
    assertThat(scheduler.sizes).as("two of 4 kB fit into 10 kB, one of 50 kB does not")
        .contains(1)
        .allMatch(each -> each <= 2)
        .hasSizeGreaterThanOrEqualTo(11);
  }
}
