package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.log.LogLimits;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Failure;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Packed;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.WireValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final String HEAD = """
      import module java.base;
      import io.tidemill.dsl.*;
      void main() {}
      """;

  private final FakeScheduler scheduler = new FakeScheduler();
  private final Signals signals = new Signals();
  private final BlockingQueue<String> halts = new LinkedBlockingQueue<>();
  private Agent agent;

  @TempDir Path work;

  @AfterEach void close() {
    if (agent != null) {
      agent.close(Duration.ZERO);
    }
    signals.close();
  }

  private void start(AgentConfig config) {
    agent = new Agent(config, halts::add);
    agent.start(scheduler);
  }

  private AgentConfig config() {
    return AgentConfig.of("test", work);
  }

  /// A run of a DAG with these declarations.
  private RunContext run(String declarations) {
    return run("", "NoParams", "", declarations, "{}");
  }

  private RunContext run(String types, String params, String define, String declarations, String paramsJson) {
    if (agent == null) {
      start(config());
    }
    String bundle = scheduler.store("Sample.java",
        HEAD + types + "\nDag<" + params + "> dag() {\n  return Dag.define(\"sample\""
            + define + ", d -> {\n" + declarations + "\n  });\n}\n");
    return FakeScheduler.run("sample", bundle, paramsJson);
  }

  private static WireValue packed(String... entries) {
    List<byte[]> all = new ArrayList<>();
    for (String each : entries) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Packed.pack(all);
    return new WireValue(bytes, 0, bytes.length, "");
  }

  private static List<String> unpacked(byte[] packed) {
    return Packed.unpack(packed).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
  }

  // ---- bodies and values

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

  @Test void a_stored_value_that_cannot_be_read_fails_the_attempt_for_now() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);

    Failure failure = scheduler.failure(scheduler.task(run, "b", new InputValue.Single(new WireValue(null, 56, 2, ""))))
        .failure();

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message()).contains("stored value 56", "no value 56");
  }

  @Test void too_large_an_output_fails_for_good_with_size_and_limit() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withOutputBytes(1000)));
    RunContext run = run("d.task(\"a\").run(String.class, ctx -> \"x\".repeat(5000));");

    Failure failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("task a", "at most 1,000 bytes", "found 5,002");
  }

  @Test void an_input_that_does_not_fit_fails_for_good() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);

    Failure failure = scheduler
        .failure(scheduler.task(run, "b", new InputValue.Single(FakeScheduler.inline("{\"x\":1}"))))
        .failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).startsWith("Result of task a: Expected JSON for a java.lang.Long");
  }

  @Test void parameters_their_record_refuses_fail_the_attempt_for_good() throws Exception {
    RunContext run = run(
        "record P(long n) { P { if (n < 0) throw new IllegalArgumentException(\"n must not be negative\"); } }",
        "P", ", P.class", "d.task(\"a\").exec(ctx -> {});", "{\"n\":-1}");

    Failure failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("Parameters of run 1", "n must not be negative");
  }

  // ---- failures

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

    Failure failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.FAILED);
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
        d.task("permanent").exec(ctx -> { throw new Permanent("never"); });
        d.task("later").exec(ctx -> { throw Retry.after(Duration.ofSeconds(90)); });
        d.task("broken").retry(Retry.times(3).retryOn(e -> { throw new IllegalStateException("policy"); }))
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

    Failure failure = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("Sample.java:7:", "incompatible types", "^");
  }

  @Test void a_bundle_that_cannot_be_fetched_now_is_asked_for_again() throws Exception {
    start(config());
    String source = HEAD
        + "Dag<NoParams> dag() { return Dag.define(\"sample\", d -> d.task(\"a\").run(Long.class, ctx -> 1L)); }";
    String hash = scheduler.store("Sample.java", source);
    var bundle = scheduler.bundles.remove(hash);
    RunContext run = FakeScheduler.run("sample", hash, "{}");

    assertThat(scheduler.failure(scheduler.task(run, "a")).failure().retryable()).isTrue();
    scheduler.bundles.put(hash, bundle);
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
  }

  @Test void a_task_the_bundle_does_not_have_fails_for_good() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> {});");

    Failure failure = scheduler.failure(scheduler.task(run, "zzz")).failure();

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("'zzz'", "'sample'");
  }

  // ---- queue and slots

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

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(Failure.Kind.RELEASED);
    signals.give("open");
    scheduler.nextSucceeded();
    scheduler.nextSucceeded();
  }

  // ---- reports

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

  @Test void an_assignment_of_an_older_epoch_is_refused() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    RunContext newer = new RunContext(run.dagNo(), run.dag(), run.run(), 1, run.bundle(), run.params(), 5);

    assertThat(scheduler.result(scheduler.task(newer, "a"))).isEqualTo("1");
    Report.Failed refused = scheduler.failure(scheduler.task(run, "a"));

    assertThat(refused.failure().kind()).isEqualTo(Failure.Kind.RELEASED);
    assertThat(refused.failure().message()).contains("at least 5", "found 1");
  }

  // ---- stopping

  @Test void a_stopped_body_is_interrupted_and_reported_when_it_has_ended() throws Exception {
    RunContext run = run("d.task(\"a\").exec(ctx -> { " + signals.code("begun")
        + ".countDown(); try { new CountDownLatch(1).await(); } finally { if (!ctx.cancelled()) throw new Error(\"not told\"); } });\n"
        + "d.task(\"b\").run(Long.class, ctx -> 1L);");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.TIMED_OUT);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(Failure.Kind.TIMED_OUT);
    assertThat(scheduler.result(scheduler.task(run, "b"))).as("the interrupt stays with its attempt").isEqualTo("1");
  }

  @Test void what_a_stopped_body_returns_does_not_count() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> { " + signals.code("begun")
        + ".countDown(); while (!ctx.cancelled()) { Thread.onSpinWait(); } return 1L; });");
    Assignment.RunTask task = scheduler.task(run, "a");
    scheduler.agent.assign(List.of(task));
    signals.await("begun");

    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(Failure.Kind.CANCELLED);
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
    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(Failure.Kind.CANCELLED);
  }

  @Test void stopping_an_unknown_attempt_does_nothing() {
    start(config());

    scheduler.agent.stop(new AttemptKey(1, 2, 3, 4, 5), StopReason.CANCELLED);

    assertThat(scheduler.reports).isEmpty();
  }

  // ---- shards

  @Test void an_expansion_reports_keys_and_elements() throws Exception {
    RunContext run = run("""
        var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("a", "b"));
        d.shard("crunch").over(names).key(n -> "key-" + n).run(Integer.class, (ctx, n) -> n.length());
        """);

    scheduler.agent.assign(List.of(new Assignment.Expand(run, scheduler.key(1), "crunch", 0,
        List.of(new InputValue.Single(FakeScheduler.inline("[\"a\",\"bb\"]"))), 10)));

    Report.Expanded expanded = (Report.Expanded) scheduler.next();
    assertThat(expanded.count()).isEqualTo(2);
    assertThat(unpacked(expanded.keys())).containsExactly("key-a", "key-bb");
    assertThat(unpacked(expanded.elements())).containsExactly("\"a\"", "\"bb\"");
  }

  @Test void a_shard_key_that_comes_twice_or_too_many_shards_fail_the_expansion() throws Exception {
    RunContext run = run("""
        var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("a", "b"));
        d.shard("same").over(names).key(n -> "k").run(Integer.class, (ctx, n) -> n.length());
        d.shard("many").over(names).key(n -> n).run(Integer.class, (ctx, n) -> n.length());
        """);
    List<InputValue> inputs = List.of(new InputValue.Single(FakeScheduler.inline("[\"a\",\"b\",\"c\"]")));

    Failure twice = scheduler.failure(new Assignment.Expand(run, scheduler.key(1), "same", 0, inputs, 10)).failure();
    Failure many = scheduler.failure(new Assignment.Expand(run, scheduler.key(1), "many", 0, inputs, 2)).failure();

    assertThat(twice.message()).contains("same", "k", "twice");
    assertThat(many.message()).contains("many", "at most 2", "3");
    assertThat(many.retryable()).isFalse();
  }

  private List<Report.ShardsEnded> shardReports(int shards) throws InterruptedException {
    List<Report.ShardsEnded> reports = new ArrayList<>();
    for (int ended = 0; ended < shards;) {
      Report.ShardsEnded report = (Report.ShardsEnded) scheduler.next();
      ended += report.indexes().length + report.failed().size();
      reports.add(report);
    }
    return reports;
  }

  @Test void shards_get_their_element_key_and_side_input_and_failures_stay_their_own() throws Exception {
    RunContext run = run(
        """
            var names = d.task("names").runAs(Types.listOf(Integer.class), ctx -> List.of(1));
            var rate = d.task("rate").run(Integer.class, ctx -> 10);
            d.shard("crunch").over(names).key(n -> "k" + n).with(rate).run(String.class, (ctx, n, r) -> {
              if (n == 3) throw new IllegalArgumentException("three");
              return ctx.shardKey() + ":" + ctx.shardIndex() + ":" + n * r + ":" + ctx.attempt() + ":" + ctx.idempotencyKey();
            });
            """);

    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "crunch", 0,
        List.of(new Assignment.ShardRange(0, 2, 1), new Assignment.ShardRange(3, 5, 2)),
        packed("k0", "k1", "k2", "k3", "k4"),
        packed("0", "1", "2", "3", "4"), null, List.of(new InputValue.Single(FakeScheduler.inline("10"))))));

    List<String> results = new ArrayList<>();
    List<Report.ShardFailed> failed = new ArrayList<>();
    for (Report.ShardsEnded each : shardReports(4)) {
      results.addAll(unpacked(each.results()));
      failed.addAll(each.failed());
      assertThat(each.timings()).hasSameSizeAs(each.indexes());
    }
    assertThat(results).containsExactlyInAnyOrder("\"k0:0:0:1:sample/1/crunch/k0\"", "\"k1:1:10:1:sample/1/crunch/k1\"",
        "\"k4:4:40:2:sample/1/crunch/k4\"");
    assertThat(failed).singleElement().satisfies(each -> {
      assertThat(each.index()).isEqualTo(3);
      assertThat(each.failure().message()).isEqualTo("three");
      assertThat(each.failure().place()).startsWith("Sample.java:");
    });
  }

  @Test void an_aligned_shard_gets_the_result_of_its_upstream_shard_and_the_later_block_wins() throws Exception {
    RunContext run = run("""
        var first = d.shard("first").overRange(0, 3, 1).run(Integer.class, (ctx, r) -> 1);
        d.shard("second").over(first).run(Integer.class, (ctx, n) -> n + 1);
        """);
    List<ResultBlock> blocks = List.of(new ResultBlock(packed("10", "20", "30"), new int[]{0, 1, 2}),
        new ResultBlock(packed("200"), new int[]{1}));

    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "second", 0,
        List.of(new Assignment.ShardRange(1, 3, 1)), packed("a", "b", "c"), null, blocks, List.of())));

    List<String> results = new ArrayList<>();
    shardReports(2).forEach(each -> results.addAll(unpacked(each.results())));
    assertThat(results).containsExactlyInAnyOrder("201", "31");
  }

  @Test void a_reduce_streams_results_in_order_with_their_keys() throws Exception {
    RunContext run = run("""
        var parts = d.shard("parts").overRange(0, 4, 1).run(Integer.class, (ctx, r) -> 1);
        d.task("sum").needs(parts).run(String.class, (ctx, ps) -> ps.size() + " " + ps.failedKeys() + " "
            + ps.stream().map(s -> s.key() + "=" + s.result()).toList() + " " + ps.results().mapToInt(i -> i).sum());
        """);
    scheduler.values.put(9L, packed("2", "4").inline());
    InputValue input = new InputValue.Sharded(4, packed("a", "b", "c", "d"), List.of(
        new ResultBlock(new WireValue(null, 9, 0, ""), new int[]{3, 1}),
        new ResultBlock(packed("1", "7"), new int[]{0, 3})),
        List.of(2));

    assertThat(scheduler.result(scheduler.task(run, "sum", input))).isEqualTo("\"3 [c] [a=1, b=4, d=7] 12\"");
  }

  @Test void thousands_of_shards_are_reported_in_few_reports_and_acknowledged_to_the_last() throws Exception {
    start(config().withSlots(16));
    RunContext run = run("d.shard(\"s\").hash(5000).run(Integer.class, (ctx, h) -> h.index());");
    String[] keys = new String[5000];
    String[] elements = new String[5000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "k" + i;
      elements[i] = "{\"index\":" + i + ",\"count\":5000}";
    }
    Assignment.RunShards shards = new Assignment.RunShards(run, scheduler.key(0), "s", 0,
        List.of(new Assignment.ShardRange(0, 5000, 1)), packed(keys), packed(elements), null, List.of());

    scheduler.agent.assign(List.of(shards));

    boolean[] seen = new boolean[5000];
    for (Report.ShardsEnded each : shardReports(5000)) {
      assertThat(each.failed()).isEmpty();
      List<String> results = unpacked(each.results());
      for (int i = 0; i < each.indexes().length; i++) {
        assertThat(results.get(i)).isEqualTo(String.valueOf(each.indexes()[i]));
        assertThat(seen[each.indexes()[i]]).isFalse();
        seen[each.indexes()[i]] = true;
      }
    }
    assertThat(scheduler.batches).hasSizeLessThan(4000);
  }

  @Test void stopping_shards_ends_those_that_wait_and_interrupts_those_that_run() throws Exception {
    start(config().withSlots(2));
    RunContext run = run("static final CountDownLatch TWO = new CountDownLatch(2);", "NoParams", "",
        "d.shard(\"s\").hash(10).exec((ctx, h) -> { TWO.countDown(); TWO.await(); "
            + signals.code("begun") + ".countDown(); new CountDownLatch(1).await(); });",
        "{}");
    String[] keys = new String[10];
    String[] elements = new String[10];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "k" + i;
      elements[i] = "{\"index\":" + i + ",\"count\":10}";
    }
    AttemptKey key = scheduler.key(0);
    scheduler.agent.assign(List.of(new Assignment.RunShards(run, key, "s", 0,
        List.of(new Assignment.ShardRange(0, 10, 1)), packed(keys), packed(elements), null, List.of())));
    signals.await("begun");

    scheduler.agent.stop(key, StopReason.CANCELLED);

    List<Report.ShardFailed> failed = new ArrayList<>();
    shardReports(10).forEach(each -> failed.addAll(each.failed()));
    assertThat(failed).hasSize(10).allMatch(each -> each.failure().kind() == Failure.Kind.CANCELLED);
  }

  // ---- logs

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

  // ---- ends

  @Test void closing_gives_back_what_waits_and_lets_run_what_runs() throws Exception {
    start(config().withSlots(1));
    RunContext run = run(
        "d.task(\"gate\").exec(ctx -> { " + signals.code("begun") + ".countDown(); " + signals.code("open")
            + ".await(); });\nd.task(\"a\").exec(ctx -> {});");
    scheduler.agent.assign(List.of(scheduler.task(run, "gate"), scheduler.task(run, "a")));
    signals.await("begun");

    Thread closing = Thread.startVirtualThread(() -> agent.close(Duration.ofSeconds(20)));

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(Failure.Kind.RELEASED);
    signals.give("open");
    scheduler.nextSucceeded();
    closing.join();
    assertThat(scheduler.saidBye).isTrue();
  }

  @Test void an_attempt_cut_off_by_closing_is_not_reported() throws Exception {
    RunContext run = run(
        "d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); new CountDownLatch(1).await(); });");
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));
    signals.await("begun");

    agent.close(Duration.ZERO);

    assertThat(scheduler.saidBye).isTrue();
    assertThat(scheduler.reports).noneMatch(Report.Failed.class::isInstance);
  }
}
