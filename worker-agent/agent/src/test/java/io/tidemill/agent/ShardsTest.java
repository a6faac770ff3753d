package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.WireValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardsTest extends AgentFixture {
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

    FailureReport twice = scheduler.failure(new Assignment.Expand(run, scheduler.key(1), "same", 0, inputs, 10))
        .failure();
    FailureReport many = scheduler.failure(new Assignment.Expand(run, scheduler.key(1), "many", 0, inputs, 2))
        .failure();

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
    RunContext run = run("d.shard(\"s\").overHash(5000).run(Integer.class, (ctx, h) -> h.index());");
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
        "d.shard(\"s\").overHash(10).exec((ctx, h) -> { TWO.countDown(); TWO.await(); "
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
    assertThat(failed).hasSize(10).allMatch(each -> each.failure().kind() == FailureReport.Kind.CANCELLED);
  }
}
