package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.WireValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyRunnerTest extends AgentFixture {
  @Test void a_body_gets_its_parameters_and_inputs_and_its_result_is_reported() throws Exception {
    RunContext run = run(
        "record P(LocalDate day, @Default(\"1000\") long minRows) {}\nrecord Part(String name, BigDecimal sum) {}",
        "P", ", P.class",
        """
            var a = d.task("a").run(Part.class, ctx -> new Part("x", new BigDecimal("1.10")));
            d.task("b").needs(a).run(String.class, (ctx, part) -> ctx.params() + " " + part + " " + ctx.idempotencyKey());
            """,
        "{\"day\":\"2026-11-22\"}");

    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("{\"name\":\"x\",\"sum\":1.10}");
    assertThat(scheduler.result(scheduler.task(run, "b",
        new InputValue.Single(FakeScheduler.inline("{\"name\":\"x\",\"sum\":1.10}")))))
        .isEqualTo("\"P[day=2026-11-22, minRows=1000] Part[name=x, sum=1.10] sample/1/b\"");
  }

  @Test void a_body_without_result_reports_null() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> {});");

    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("null");
  }

  @Test void a_sealed_result_is_reported_with_its_variant() throws Exception {
    RunContext run = run(
        "sealed interface V { record Ok(int rows) implements V {} record Bad(String why) implements V {} }",
        "NoParams", "", "d.task(\"a\").run(V.class, ctx -> new V.Ok(3));", "{}");

    scheduler.agent.assign(List.of(scheduler.task(run, "a")));

    Report.Succeeded report = scheduler.nextSucceeded();
    assertThat(report.variant()).isEqualTo("Ok");
    assertThat(new String(report.output(), StandardCharsets.UTF_8))
        .isEqualTo("{\"variant\":\"Ok\",\"value\":{\"rows\":3}}");
  }

  @Test void an_outcome_tells_how_a_task_ended() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a.outcome()).run(String.class, (ctx, o) -> o.toString());
        """);

    assertThat(scheduler.result(scheduler.task(run, "b", new InputValue.Ended("FAILED", null))))
        .isEqualTo("\"Outcome[state=FAILED, result=null]\"");
    assertThat(scheduler.result(scheduler.task(run, "b", new InputValue.Ended("SUCCESS", FakeScheduler.inline("5")))))
        .isEqualTo("\"Outcome[state=SUCCESS, result=5]\"");
  }

  @Test void fence_grows_with_the_attempt_and_with_the_epoch() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> ctx.fence());");
    RunContext later = new RunContext(run.dagNo(), run.dag(), run.run(), run.version(), run.bundle(), run.params(), 2);

    long first = Long.parseLong(scheduler.result(new Assignment.RunTask(run, scheduler.key(1), "a", 0, List.of())));
    long second = Long.parseLong(scheduler.result(new Assignment.RunTask(run, scheduler.key(2), "a", 0, List.of())));
    long third = Long.parseLong(scheduler.result(new Assignment.RunTask(later, scheduler.key(1), "a", 0, List.of())));

    assertThat(first).isLessThan(second);
    assertThat(second).isLessThan(third);
  }

  @Test void a_stored_value_is_read_once_for_many_attempts() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);
    scheduler.values.put(55L, "41".getBytes(StandardCharsets.UTF_8));
    InputValue stored = new InputValue.Single(new WireValue(null, 55, 2, ""));

    assertThat(scheduler.result(scheduler.task(run, "b", stored))).isEqualTo("42");
    assertThat(scheduler.result(scheduler.task(run, "b", stored))).isEqualTo("42");
    assertThat(scheduler.valueReads).hasValue(1);
  }

  @Test void too_large_an_output_fails_for_good_with_size_and_limit() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withOutputBytes(1000)));
    RunContext run = run("d.task(\"a\").run(String.class, ctx -> \"x\".repeat(3000));");

    FailureReport failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("task a", "at most 1,000 bytes", "found 3,002");
  }

  @Test void an_input_that_does_not_fit_fails_for_good() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);

    FailureReport failure = scheduler
        .failure(scheduler.task(run, "b", new InputValue.Single(FakeScheduler.inline("{\"x\":1}"))))
        .failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).startsWith("Result of task a: Expected JSON for a java.lang.Long");
  }

  @Test void parameters_their_record_refuses_fail_the_attempt_for_good() throws Exception {
    RunContext run = run(
        "record P(long n) { P { if (n < 0) throw new IllegalArgumentException(\"n must not be negative\"); } }",
        "P", ", P.class", "d.task(\"a\").exec(ctx -> {});", "{\"n\":-1}");

    FailureReport failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("Parameters of run 1", "n must not be negative");
  }
}
