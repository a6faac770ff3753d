package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.RunContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the user's code is asked for after a body has failed may throw, lie or be without end; the attempt ends all the same.
class OddExceptionsTest extends AgentFixture {
  private static final String TYPES = """
      class NullTrace extends RuntimeException {
        @Override public StackTraceElement[] getStackTrace() { return null; } }
      class HolesInTrace extends RuntimeException {
        @Override public StackTraceElement[] getStackTrace() { return new StackTraceElement[3]; } }
      class ThrowTrace extends RuntimeException {
        @Override public StackTraceElement[] getStackTrace() { throw new IllegalStateException("no trace"); } }
      class NoCause extends RuntimeException {
        @Override public synchronized Throwable getCause() { throw new IllegalStateException("lazy cause is closed"); } }
      class DeepCause extends RuntimeException {
        @Override public synchronized Throwable getCause() { return getCause(); } }
      class Endless extends RuntimeException {
        @Override public synchronized Throwable getCause() { return new Endless(); } }
      class OwnCause extends java.util.concurrent.CompletionException {
        @Override public synchronized Throwable getCause() { return this; } }
      class Huge extends RuntimeException {
        @Override public String getMessage() { return "x".repeat(50_000_000); } }
      class HugeTrace extends RuntimeException {
        @Override public StackTraceElement[] getStackTrace() {
          var all = new StackTraceElement[300_000];
          Arrays.fill(all, new StackTraceElement("y".repeat(10_000), "m", "F.java", 1));
          return all; } }
      class ThrowMessage extends RuntimeException {
        @Override public String getMessage() { throw new OutOfMemoryError("planted"); } }
      class BadEquals extends RuntimeException {
        @Override public boolean equals(Object o) { throw new IllegalStateException("no equals"); }
        @Override public int hashCode() { throw new IllegalStateException("no hash"); } }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"NullTrace", "HolesInTrace", "ThrowTrace", "NoCause", "DeepCause", "Endless", "OwnCause",
      "Huge",
      "HugeTrace", "ThrowMessage",
      "BadEquals"}) void an_exception_that_misbehaves_when_it_is_asked_fails_the_attempt_and_nothing_else(String type)
          throws Exception {
    RunContext run = run(TYPES, "NoParams", "", """
        d.task("odd").exec(ctx -> { throw new %1$s(); });
        d.task("caused").exec(ctx -> { throw new IllegalStateException("outer", new %1$s()); });
        d.task("judged").retry(Retry.attempts(3).retryOn(e -> { throw (RuntimeException) e; }))
            .exec(ctx -> { throw new %1$s(); });
        d.task("next").run(Long.class, ctx -> 7L);
        """.formatted(type), "{}");

    for (String task : new String[]{"odd", "caused", "judged"}) {
      FailureReport failure = scheduler.failure(scheduler.task(run, task)).failure();
      assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
      assertThat(failure.type()).endsWith(task.equals("caused") ? "IllegalStateException" : type);
      assertThat(failure.message().length()).isLessThanOrEqualTo(FailureReports.MOST_MESSAGE_CHARS);
      assertThat(failure.stack().length()).isLessThanOrEqualTo(FailureReports.MOST_STACK_CHARS);
    }
    assertThat(scheduler.result(scheduler.task(run, "next"))).isEqualTo("7");
  }

  @Test void a_wait_without_end_that_a_body_asks_for_is_bounded() throws Exception {
    RunContext run = run("""
        d.task("later").exec(ctx -> { throw Retry.after(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)); });
        """);

    FailureReport failure = scheduler.failure(scheduler.task(run, "later")).failure();

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfterMillis()).isEqualTo(Duration.ofDays(365).toMillis());
  }

  @Test void an_exception_that_never_answers_is_stopped_as_its_body_would_be() throws Exception {
    RunContext run = run("""
        class Silent extends RuntimeException {
          @Override public String getMessage() {
            try { Thread.sleep(1_000_000); } catch (InterruptedException e) { return "interrupted"; }
            return ""; } }
        """, "NoParams", "", """
        d.task("silent").attemptTimeout(Duration.ofMillis(100)).exec(ctx -> { throw new Silent(); });
        """, "{}");

    assertThat(scheduler.failure(scheduler.task(run, "silent")).failure().kind())
        .isEqualTo(FailureReport.Kind.TIMED_OUT);
  }

  @Test void parameters_whose_constructor_hangs_or_throws_oddly_end_the_attempt() throws Exception {
    RunContext hangs = run("record Params(String a) { Params { if (a.equals(\"hang\")) {"
        + " try { Thread.sleep(1_000_000); } catch (InterruptedException e) { throw new IllegalStateException(\"in\"); } }"
        + " else { throw new NoText(); } } }\n"
        + "static class NoText extends RuntimeException { @Override public String getMessage() { throw new"
        + " IllegalStateException(); } }", "Params", ", Params.class", """
            d.task("a").attemptTimeout(Duration.ofMillis(100)).exec(ctx -> {});
            """, "{\"a\":\"hang\"}");
    RunContext throwsOddly = FakeScheduler.run("sample", hangs.bundle(), "{\"a\":\"throw\"}");

    assertThat(scheduler.failure(scheduler.task(hangs, "a")).failure().kind()).isEqualTo(FailureReport.Kind.TIMED_OUT);
    assertThat(scheduler.failure(scheduler.task(throwsOddly, "a")).failure().kind())
        .isEqualTo(FailureReport.Kind.FAILED);
  }

  @Test void what_a_body_logs_may_not_know_how_to_say_itself() throws Exception {
    RunContext run = run("""
        class Mute { @Override public String toString() { throw new StackOverflowError(); } }
        class Odd extends RuntimeException { @Override public StackTraceElement[] getStackTrace() { return null; }
          @Override public synchronized Throwable getCause() { throw new IllegalStateException(); } }
        """, "NoParams", "", """
        d.task("a").run(Long.class, ctx -> {
          Object[] loop = new Object[1];
          loop[0] = loop;
          ctx.log().info("one {} two {}", new Mute(), loop);
          ctx.log().warn("odd {}", 1, new Odd());
          ctx.log().error(null, new Object[]{null});
          ctx.log().info("escaped \\\\{} {}", 5);
          return 1L;
        });
        """, "{}");
    Assignment assignment = scheduler.task(run, "a");

    assertThat(scheduler.result(assignment)).isEqualTo("1");
    agent.close(Duration.ofSeconds(10));
    assertThat(scheduler.logOf(assignment.key())).contains("one [FAILED toString()] two", "odd 1", "Sample$Odd",
        "escaped {} 5");
  }
}
