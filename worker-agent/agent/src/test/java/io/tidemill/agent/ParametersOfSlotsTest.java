package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// An agent makes the parameters of a run of its slot, and checks them like those that somebody gives.
class ParametersOfSlotsTest extends AgentFixture {
  private static final long SLOT = Instant.parse("2026-03-29T01:00:00Z").toEpochMilli();
  private static final long BEFORE = Instant.parse("2026-03-28T01:30:00Z").toEpochMilli();

  @Test void the_function_of_the_schedule_makes_them_and_what_was_given_wins() throws Exception {
    String schedules = """
        d.schedule("other", Cron.daily("03:00", "UTC"), slot -> new P(slot.date(), -1));
        d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin"),
            slot -> new P(slot.intervalStartTime().toLocalDate(), slot.dateTime().getHour()));
        d.task("a").run(String.class, ctx -> ctx.params().toString());
        """;

    assertThat(scheduler.result(scheduler.task(ofSlot(schedules, "nightly", "{}"), "slot-params")))
        .isEqualTo("{\"day\":\"2026-03-28\",\"rows\":3}");
    assertThat(scheduler.result(scheduler.task(ofSlot(schedules, "nightly", "{\"rows\":9}"), "slot-params")))
        .isEqualTo("{\"day\":\"2026-03-28\",\"rows\":9}");
  }

  @Test void a_run_that_was_given_every_parameter_calls_no_function() throws Exception {
    String schedules = """
        d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin"), slot -> { throw new IllegalStateException("called"); });
        d.task("a").run(String.class, ctx -> ctx.params().toString());
        """;

    assertThat(scheduler.result(
        scheduler.task(ofSlot(schedules, "nightly", "{\"rows\":9,\"day\":\"2026-01-01\"}"), "slot-params")))
        .isEqualTo("{\"day\":\"2026-01-01\",\"rows\":9}");
    assertThat(scheduler.failure(
        scheduler.task(ofSlot(schedules, "nightly", "{\"rows\":-5,\"day\":\"2026-01-01\"}"), "slot-params"))
        .failure()
        .message()).startsWith("Parameters that run sample/").contains("was given: ", "rows must not be negative");
    assertThat(scheduler.failure(scheduler.task(ofSlot(schedules, "nightly", "{\"rows\":9}"), "slot-params"))
        .failure()
        .message()).isEqualTo("called");
  }

  @Test void bodies_see_what_was_made_and_what_was_made_anew() throws Exception {
    String dag = """
        d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin"), slot -> new P(slot.date(), 1));
        d.task("a").run(String.class, ctx -> ctx.params().toString());
        """;
    RunContext run = ofSlot(dag, "nightly", "{}");
    scheduler.result(scheduler.task(run, "slot-params"));

    assertThat(scheduler.result(scheduler.task(ofSlot(dag, "nightly", "{\"day\":\"2026-03-29\",\"rows\":1}"), "a")))
        .isEqualTo("\"P[day=2026-03-29, rows=1]\"");
    assertThat(scheduler.result(scheduler.task(ofSlot(dag, "nightly", "{\"day\":\"2026-03-30\",\"rows\":2}"), "a")))
        .isEqualTo("\"P[day=2026-03-30, rows=2]\"");
  }

  @Test void an_isolated_process_makes_them_where_all_tasks_are_isolated() throws Exception {
    start(config().withIsolation(Isolation.plain().withHeapMegabytes(32).withSlots(1)));

    assertThat(scheduler.result(scheduler.task(ofSlot("""
        d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin"),
            slot -> new P(slot.date(), ProcessHandle.current().pid()));
        d.task("a").isolated().exec(ctx -> {});
        """, "nightly", "{}"), "slot-params"))).startsWith("{\"day\":\"2026-03-29\",\"rows\":")
        .doesNotContain(":" + ProcessHandle.current().pid() + "}");
  }

  @Test void what_the_function_throws_is_the_failure_with_its_place() throws Exception {
    FailureReport failure = failure("slot -> { throw new IllegalStateException(\"no rates of \" + slot.date()); }",
        "{}");

    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("no rates of 2026-03-29");
    assertThat(failure.place()).startsWith("Sample.java:");
  }

  @Test void parameters_that_do_not_fit_say_what_is_wrong_and_of_which_slot() throws Exception {
    assertThat(failure("slot -> new P(null, 1)", "{}").message())
        .isEqualTo(
            "Parameters that schedule 'nightly' made of slot 2026-03-29T01:00:00Z: day: expected date, found null");
    assertThat(failure("slot -> new P(slot.date(), 1)", "{\"rows\":-5}").message())
        .contains("rows must not be negative");
    assertThat(failure("slot -> null", "{}").message())
        .isEqualTo("Expected schedule(…) of 'nightly' to make a P of the slot, but it returned null.");
  }

  @Test void a_schedule_that_the_version_does_not_have_any_more_is_told() throws Exception {
    RunContext run = ofSlot("""
        d.schedule("weekly", Cron.weekly(DayOfWeek.MONDAY, "02:30", "UTC"), slot -> new P(slot.date(), 1));
        d.task("a").exec(ctx -> {});
        """, "nightly", "{}");

    assertThat(scheduler.failure(scheduler.task(run, "slot-params")).failure().message())
        .isEqualTo(
            "Expected schedule 'nightly', which the run is of, in this version of DAG sample, but it has [weekly].");
  }

  private FailureReport failure(String function, String given) throws Exception {
    FailureReport failure = scheduler.failure(scheduler.task(ofSlot("d.schedule(\"nightly\", Cron.daily(\"02:30\","
        + " \"Europe/Berlin\"), " + function + ");\nd.task(\"a\").exec(ctx -> {});", "nightly", given), "slot-params"))
        .failure();
    assertThat(failure.retryable()).as("the same slot gives the same parameters").isFalse();
    return failure;
  }

  private RunContext ofSlot(String declarations, String schedule, String given) {
    RunContext run = run("record P(LocalDate day, long rows) {\n  P {\n    if (rows < -1) {\n"
        + "      throw new IllegalArgumentException(\"rows must not be negative\");\n    }\n  }\n}", "P", ", P.class",
        declarations, given);
    return new RunContext(run.dagNo(), run.dag(), run.run(), run.version(), run.bundle(), run.params(), run.epoch(),
        new RunSlot(schedule, SLOT, BEFORE, SLOT, "Europe/Berlin", null, null));
  }
}
