package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.bundle.BundleLimits;
import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.WireValue;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is the agent's own trouble, and is given back, and what is the task's, and fails it.
class GivenBackTest extends AgentFixture {
  private static final WireValue STORED = new WireValue(null, 56, 2, "");

  private static void assertGivenBack(FailureReport failure, String... why) {
    assertThat(failure.kind()).as(failure.message()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(failure.message()).contains(why);
  }

  private FailureReport one(RunContext run, String task, InputValue... inputs) throws InterruptedException {
    return scheduler.failure(scheduler.task(run, task, inputs)).failure();
  }

  private void store(long id, String value) {
    scheduler.values.put(id, value.getBytes(StandardCharsets.UTF_8));
  }

  // ---- bundles

  @Test void work_whose_bundle_cannot_be_fetched_now_is_given_back_and_done_once_it_can() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    BundleFile bundle = scheduler.bundles.remove(run.bundle());

    assertGivenBack(one(run, "a"), "cannot be loaded now", "no bundle " + run.bundle());
    scheduler.bundles.put(run.bundle(), bundle);
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
  }

  @Test void a_bundle_that_the_scheduler_does_not_have_fails_the_task() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    scheduler.bundles.remove(run.bundle());
    scheduler.missing = true;

    FailureReport failure = one(run, "a");

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.message()).isEqualTo("no bundle " + run.bundle());
  }

  @Test void a_bundle_with_other_content_than_its_hash_says_fails_the_task_for_good() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    scheduler.bundles.put(run.bundle(), new BundleFile("Sample.java", "other".getBytes(StandardCharsets.UTF_8)));

    FailureReport failure = one(run, "a");

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("Expected the bundle " + run.bundle(), "deploy the file again");
  }

  @Test void a_jar_that_is_cut_short_fails_the_task_for_good() throws Exception {
    start(config());
    String hash = scheduler.store("cut.jar", new byte[]{'P', 'K', 3, 4, 0, 0});

    FailureReport failure = one(FakeScheduler.run("sample", hash, "{}"), "a");

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("cut.jar", "it may be cut off");
  }

  @Test void a_bundle_that_was_damaged_on_the_agents_disk_is_fetched_again() throws Exception {
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
    close();
    cutShort(work.resolve("bundles"));
    start(config());

    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
  }

  private static void cutShort(Path folder) throws Exception {
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.toList()) {
        try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
    }
  }

  // ---- values

  @Test void work_whose_input_cannot_be_read_now_is_given_back_and_done_once_it_can() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);

    assertGivenBack(one(run, "b", new InputValue.Single(STORED)), "stored value 56", "no value 56");
    store(56, "41");
    assertThat(scheduler.result(scheduler.task(run, "b", new InputValue.Single(STORED)))).isEqualTo("42");
  }

  @Test void an_input_that_is_not_stored_anywhere_fails_the_task() throws Exception {
    RunContext run = run("""
        var a = d.task("a").run(Long.class, ctx -> 1L);
        d.task("b").needs(a).run(Long.class, (ctx, x) -> x + 1);
        """);
    scheduler.missing = true;

    FailureReport failure = one(run, "b", new InputValue.Single(STORED));

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.message()).contains("no value 56");
  }

  @Test void work_whose_parameters_cannot_be_read_now_is_given_back() throws Exception {
    RunContext run = run("record P(long n) {}", "P", ", P.class",
        "d.task(\"a\").run(Long.class, ctx -> ctx.params().n());", "{}");
    RunContext stored = new RunContext(run.dagNo(), run.dag(), run.run(), run.version(), run.bundle(), STORED, 1);

    assertGivenBack(one(stored, "a"), "Parameters of run 1", "no value 56");
    store(56, "{\"n\":7}");
    assertThat(scheduler.result(scheduler.task(stored, "a"))).isEqualTo("7");
  }

  @Test void shards_whose_keys_cannot_be_read_now_are_given_back() throws Exception {
    RunContext run = run(
        "d.shard(\"s\").overRange(0, 2, 1).run(Long.class, (ctx, range) -> range.from());");

    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "s", 0,
        List.of(new Assignment.ShardRange(0, 1, 1)), STORED, packed("{\"from\":0,\"to\":1}"), null, List.of())));
    Report.ShardsEnded ended = (Report.ShardsEnded) scheduler.next();

    assertThat(ended.failed()).singleElement()
        .satisfies(shard -> assertGivenBack(shard.failure(), "Keys of the shards", "no value 56"));
  }

  @Test void a_body_that_cannot_go_on_because_results_of_shards_cannot_be_read_now_is_given_back() throws Exception {
    RunContext run = run("""
        var s = d.shard("s").overRange(0, 2, 1).run(Long.class, (ctx, range) -> range.from());
        d.task("sum").needs(s).run(Long.class, (ctx, all) -> {
          try {
            return all.stream().mapToLong(each -> each.result()).sum();
          } catch (RuntimeException e) {
            throw new IllegalStateException("no sum", e);
          }
        });
        """);
    InputValue shards = new InputValue.Sharded(2, packed("0", "1"),
        List.of(new ResultBlock(STORED, new int[]{0, 1})), List.of());

    assertGivenBack(one(run, "sum", shards), "no value 56");
    scheduler.missing = true;
    FailureReport failure = one(run, "sum", shards);

    assertThat(failure.kind()).isEqualTo(FailureReport.Kind.FAILED);
    assertThat(failure.message()).isEqualTo("no sum");
  }

  // ---- processes of isolated tasks

  private static final String ISOLATED = "var a = d.task(\"a\").run(Long.class, ctx -> 1L);\n"
      + "d.task(\"b\").needs(a).isolated().run(Long.class, (ctx, x) -> x + 1);";

  @Test void work_for_which_no_process_can_be_started_is_given_back() throws Exception {
    Path inTheWay = Files.writeString(work.resolve("isolated"), "no folder");
    RunContext run = run(ISOLATED);
    InputValue input = new InputValue.Single(FakeScheduler.inline("41"));

    assertGivenBack(one(run, "b", input), "Expected to start a process", inTheWay.toString());
    Files.delete(inTheWay);
    assertThat(scheduler.result(scheduler.task(run, "b", input))).isEqualTo("42");
  }

  @Test void work_whose_process_ends_before_it_has_begun_is_given_back() throws Exception {
    start(config().withIsolation(Isolation.plain().withHeapMegabytes(Integer.MAX_VALUE)));

    assertGivenBack(one(run(ISOLATED), "b", new InputValue.Single(FakeScheduler.inline("41"))),
        "it ended with exit code 1 before it began", "heap");
  }

  @Test void an_isolated_attempt_whose_input_cannot_be_read_now_is_given_back() throws Exception {
    RunContext run = run(ISOLATED);

    assertGivenBack(one(run, "b", new InputValue.Single(STORED)), "no value 56");
    scheduler.missing = true;
    assertThat(one(run, "b", new InputValue.Single(STORED)).kind()).isEqualTo(FailureReport.Kind.FAILED);
  }

  @Test void an_isolated_attempt_whose_bundle_is_damaged_on_the_agents_disk_gets_it_anew() throws Exception {
    RunContext run = run(ISOLATED);
    InputValue input = new InputValue.Single(FakeScheduler.inline("41"));
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
    cutShort(work.resolve("bundles"));
    BundleFile bundle = scheduler.bundles.remove(run.bundle());

    assertGivenBack(one(run, "b", input), "no bundle " + run.bundle());
    scheduler.bundles.put(run.bundle(), bundle);
    assertThat(scheduler.result(scheduler.task(run, "b", input))).isEqualTo("42");
  }

  @Test void a_bundle_whose_classes_are_kept_no_longer_leaves_the_disk_when_there_is_no_room() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withBundles(1).withFiles(BundleLimits.DEFAULT.withKeptBytes(1))));
    RunContext first = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    assertThat(scheduler.result(scheduler.task(first, "a"))).isEqualTo("1");
    for (int i = 2; i < 6; i++) {
      RunContext next = run("d.task(\"a\").run(Long.class, ctx -> " + i + "L);");
      assertThat(scheduler.result(scheduler.task(next, "a"))).isEqualTo("" + i);
    }

    await().untilAsserted(() -> assertThat(work.resolve("bundles").toFile().list()).hasSizeLessThan(4));
    assertThat(scheduler.result(scheduler.task(first, "a"))).isEqualTo("1");
  }

  @Override AgentConfig config() {
    return super.config().withIsolation(Isolation.plain().withHeapMegabytes(32).withSilence(Duration.ofSeconds(20)));
  }
}
