package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.RunContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureReportsTest extends AgentFixture {
  @Test void a_failure_is_told_as_the_user_wrote_it() throws Exception {
    RunContext run = run("""
        d.task("a").exec(ctx -> {
          try {
            Integer.parseInt("x");
          } catch (NumberFormatException e) {
            throw new IllegalStateException("bad row", e);
          }
        });
        """);

    FailureReport failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("bad row");
    assertThat(failure.place()).isEqualTo("Sample.java:11");
    assertThat(failure.stack()).contains("java.lang.IllegalStateException: bad row", "Sample.java:11",
        "Caused by: java.lang.NumberFormatException", "java.lang.Integer.parseInt")
        .doesNotContain("io.tidemill", "reflect");
    assertThat(failure.retryAfterMillis()).isEqualTo(-1);
  }

  @Test void the_body_and_its_retry_policy_say_whether_another_attempt_helps() throws Exception {
    RunContext run = run("""
        d.task("permanent").exec(ctx -> { throw new NonRetryableException("never"); });
        d.task("later").exec(ctx -> { throw Retry.after(Duration.ofSeconds(90)); });
        d.task("broken").retry(Retry.attempts(4).retryOn(e -> { throw new IllegalStateException("policy"); }))
            .exec(ctx -> { throw new IllegalArgumentException("row"); });
        """);

    assertThat(scheduler.failure(scheduler.task(run, "permanent")).failure().retryable()).isFalse();
    assertThat(scheduler.failure(scheduler.task(run, "later")).failure().retryAfterMillis()).isEqualTo(90_000);
    assertThat(scheduler.failure(scheduler.task(run, "broken")).failure().message()).isEqualTo("row");
  }

  @Test void errors_of_the_machine_fail_the_attempt_and_nothing_else() throws Exception {
    RunContext run = run("int deep(int n) { return deep(n + 1) + 1; }", "NoParams", "", """
        d.task("deep").run(Integer.class, ctx -> deep(0));
        d.task("full").exec(ctx -> { throw new OutOfMemoryError("heap"); });
        d.task("nasty").exec(ctx -> { throw new RuntimeException() {
          @Override public String getMessage() { throw new IllegalStateException("no message"); } }; });
        d.task("fine").run(Long.class, ctx -> 1L);
        """, "{}");

    assertThat(scheduler.failure(scheduler.task(run, "deep")).failure().type())
        .isEqualTo("java.lang.StackOverflowError");
    assertThat(scheduler.failure(scheduler.task(run, "full")).failure().type()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(scheduler.failure(scheduler.task(run, "nasty")).failure().message()).contains("cannot be read");
    assertThat(scheduler.result(scheduler.task(run, "fine"))).isEqualTo("1");
  }

  @Test void a_bundle_that_does_not_compile_fails_its_attempts_with_the_errors() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> { int x = \"text\"; });");

    FailureReport failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("Sample.java:7:", "incompatible types", "^");
  }

  @Test void a_task_the_bundle_does_not_have_fails_for_good() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> {});");

    FailureReport failure = scheduler.failure(scheduler.task(run, "zzz")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("'zzz'", "'sample'");
  }
}
