package io.tidemill.usage;

import static io.tidemill.usage.DagSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.Types;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.GroupNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
  record Day(LocalDate day) {}

  private static EdgeNode edge(String from, EdgeKind kind, String... variants) {
    return new EdgeNode(from, kind, List.of(variants));
  }

  @Test void a_task_without_options_has_the_documented_defaults() {
    var node = task(Dag.define("d", d -> d.task("a").exec(ctx -> {})), "a");

    assertThat(node.kind()).isEqualTo(TaskKind.TASK);
    assertThat(node.edges()).isEmpty();
    assertThat(node.joinRule()).isEqualTo(JoinRule.ALL_SUCCESS);
    assertThat(node.resultType()).isEqualTo("void");
    assertThat(node.retry()).isEqualTo(RetryNode.NONE);
    assertThat(node.timeouts()).isEqualTo(TimeoutsNode.NONE);
    assertThat(node.pool()).isEmpty();
    assertThat(node.labels()).isEmpty();
    assertThat(node.preferred()).isEmpty();
    assertThat(node.queue()).isEmpty();
    assertThat(node.onAgentLost()).isEqualTo(AgentLost.RETRY);
    assertThat(node.shard()).isNull();
    assertThat(List.of(node.isolated(), node.cpuBound(), node.allowFailure())).containsOnly(false);
    assertThat(node.place()).matches("GraphTest\\.java:\\d+");
  }

  @Test void options_reach_the_graph_wherever_they_stand() {
    var node = task(Dag.define("d", d -> {
      var a = d.task("a").run(String.class, ctx -> "x");
      d.task("b")
          .retry(Retry.attempts(5).backoff(Duration.ofSeconds(2), 3).cap(Duration.ofMinutes(1)).jitter(0.5))
          .attemptTimeout(Duration.ofSeconds(1))
          .queueTimeout(Duration.ofSeconds(2))
          .needs(a)
          .totalTimeout(Duration.ofSeconds(3))
          .pool("db")
          .priority(-7)
          .requireLabels("gpu", "big")
          .requireLabels("arm64")
          .preferLabels("ssd")
          .preferLabels("near-db")
          .queue("night")
          .onAgentLost(AgentLost.WAIT)
          .isolated()
          .cpuBound()
          .allowFailure()
          .doc("*b*")
          .exec((ctx, x) -> {});
    }), "b");

    assertThat(node.retry()).isEqualTo(new RetryNode(5, 2_000, 3, 60_000, 0.5));
    assertThat(node.timeouts()).isEqualTo(new TimeoutsNode(2_000, 1_000, 3_000));
    assertThat(node.pool()).isEqualTo("db");
    assertThat(node.priority()).isEqualTo(-7);
    assertThat(node.labels()).containsExactly("arm64", "big", "gpu");
    assertThat(node.preferred()).containsExactly("near-db", "ssd");
    assertThat(node.queue()).isEqualTo("night");
    assertThat(node.onAgentLost()).isEqualTo(AgentLost.WAIT);
    assertThat(List.of(node.isolated(), node.cpuBound(), node.allowFailure())).containsOnly(true);
    assertThat(node.doc()).isEqualTo("*b*");
  }

  @Test void retries_wait_longer_and_longer_up_to_five_minutes_unless_said_otherwise() {
    assertThat(retry(Retry.attempts(4))).isEqualTo(new RetryNode(4, 1_000, 2, 300_000, 0));
    assertThat(retry(Retry.attempts(4).fixed(Duration.ofMinutes(10)))).isEqualTo(new RetryNode(4, 600_000, 1, 0, 0));
    assertThat(retry(Retry.attempts(4).cap(Duration.ofSeconds(3)))).isEqualTo(new RetryNode(4, 1_000, 2, 3_000, 0));
    assertThat(retry(Retry.attempts(1))).isEqualTo(RetryNode.NONE);
  }

  private static RetryNode retry(Retry retry) {
    return task(Dag.define("d", d -> d.task("a").retry(retry).exec(ctx -> {})), "a").retry();
  }

  @Test void inputs_become_edges_in_the_order_of_the_body_and_mere_order_follows() {
    var dag = Dag.define("d", d -> {
      var a = d.task("a").run(String.class, ctx -> "");
      var b = d.shard("b").overHash(2).run(Integer.class, (ctx, part) -> 1);
      var c = d.task("c").exec(ctx -> {});
      d.task("e").after(c).needs(b, a).after(a).exec((ctx, shards, text) -> {});
    });

    assertThat(task(dag, "e").edges()).containsExactly(edge("b", EdgeKind.DATA), edge("a", EdgeKind.DATA),
        edge("c", EdgeKind.ORDER));
  }

  @Test void an_outcome_is_an_edge_of_its_own_kind_and_waits_for_any_end() {
    var dag = Dag.define("d", d -> {
      var a = d.task("a").run(String.class, ctx -> "");
      var b = d.task("b").exec(ctx -> {});
      d.task("c").needs(a.outcome(), b.outcome()).exec((ctx, x, y) -> {});
    });

    assertThat(task(dag, "c").edges()).containsExactly(edge("a", EdgeKind.OUTCOME), edge("b", EdgeKind.OUTCOME));
    assertThat(task(dag, "c").joinRule()).isEqualTo(JoinRule.ALL_DONE);
  }

  @Test void a_join_rule_goes_with_tasks_waited_for() {
    var dag = Dag.define("d", d -> {
      var a = d.task("a").exec(ctx -> {});
      d.task("b").after(JoinRule.ONE_FAILED, a).exec(ctx -> {});
    });

    assertThat(task(dag, "b").joinRule()).isEqualTo(JoinRule.ONE_FAILED);
    assertThat(task(dag, "b").edges()).containsExactly(edge("a", EdgeKind.ORDER));
  }

  @Test void results_go_with_outcomes_and_with_rules_for_other_tasks() {
    var dag = Dag.define("d", d -> {
      var a = d.task("a").run(String.class, ctx -> "");
      var b = d.task("b").run(String.class, ctx -> "");
      d.task("mixed").needs(a, b.outcome()).exec((ctx, x, y) -> {});
      d.task("ruled").needs(a).after(JoinRule.ALL_FAILED, b).exec((ctx, x) -> {});
    });

    assertThat(task(dag, "mixed").joinRule()).isEqualTo(JoinRule.ALL_DONE);
    assertThat(task(dag, "mixed").edges()).containsExactly(edge("a", EdgeKind.DATA), edge("b", EdgeKind.OUTCOME));
    assertThat(task(dag, "ruled").joinRule()).isEqualTo(JoinRule.ALL_FAILED);
  }

  @Test void order_adds_an_edge_afterwards() {
    var dag = Dag.define("d", d -> {
      var a = d.task("a").exec(ctx -> {});
      var b = d.task("b").exec(ctx -> {});
      d.order(b, a);
      d.order(b, a);
    });

    assertThat(task(dag, "a").edges()).containsExactly(edge("b", EdgeKind.ORDER));
  }

  @Test void shards_over_elements_take_their_source_first_and_sides_after_it() {
    var dag = Dag.define("d", d -> {
      var rates = d.task("rates").run(Integer.class, ctx -> 1);
      var files = d.task("files").runAs(Types.listOf(String.class), ctx -> List.of());
      d.shard("s")
          .over(files)
          .key(file -> file)
          .concurrency(7)
          .maxFailedShards(3)
          .maxShards(50)
          .totalRetries(9)
          .omitWhenEmpty()
          .retry(Retry.attempts(2))
          .with(rates, files)
          .run(Integer.class, (ctx, file, r, all) -> 1);
    });

    var node = task(dag, "s");
    assertThat(node.kind()).isEqualTo(TaskKind.SHARDED);
    assertThat(node.edges()).containsExactly(edge("files", EdgeKind.SOURCE), edge("rates", EdgeKind.DATA),
        edge("files", EdgeKind.DATA));
    assertThat(node.shard())
        .isEqualTo(new ShardNode(ShardSource.ELEMENTS, 7, FailurePolicy.TOLERATE, 3, 0, 50, 9, true));
    assertThat(node.resultType()).isEqualTo("java.lang.Integer");
  }

  @Test void every_source_of_shards_has_its_name_and_the_documented_defaults() {
    var dag = Dag.define("d", d -> {
      d.shard("range").overRange(0, 10, 3).exec((ctx, range) -> {});
      d.shard("given").overFiles(List.of(Path.of("a"))).failFast().exec((ctx, split) -> {});
      var named = d.task("named").runAs(Types.setOf(Path.class), ctx -> java.util.Set.of());
      d.shard("files").overFiles(named, 10).maxFailedFraction(0.25).exec((ctx, split) -> {});
      var hash = d.shard("hash").overHash(4).run(String.class, (ctx, part) -> "");
      d.shard("aligned").over(hash).run(String.class, (ctx, text) -> text);
    });

    assertThat(task(dag, "range").shard())
        .isEqualTo(new ShardNode(ShardSource.RANGE, 0, FailurePolicy.ALL_THEN_FAIL, 0, 0, 1_000_000, 0, false));
    assertThat(task(dag, "given").shard())
        .isEqualTo(new ShardNode(ShardSource.FILES, 0, FailurePolicy.FAIL_FAST, 0, 0, 1_000_000, 0, false));
    assertThat(task(dag, "given").edges()).isEmpty();
    assertThat(task(dag, "files").shard())
        .isEqualTo(new ShardNode(ShardSource.FILES, 0, FailurePolicy.TOLERATE, -1, 0.25, 1_000_000, 0, false));
    assertThat(task(dag, "files").edges()).containsExactly(edge("named", EdgeKind.SOURCE));
    assertThat(task(dag, "hash").shard())
        .isEqualTo(new ShardNode(ShardSource.HASH, 0, FailurePolicy.ALL_THEN_FAIL, 0, 0, 1_000_000, 0, false));
    assertThat(task(dag, "aligned").shard())
        .isEqualTo(new ShardNode(ShardSource.ALIGNED, 0, FailurePolicy.ALL_THEN_FAIL, 0, 0, 1_000_000, 0, false));
    assertThat(task(dag, "aligned").edges()).containsExactly(edge("hash", EdgeKind.ALIGNED));
  }

  @Test void groups_nest_and_hold_the_tasks_declared_in_them() {
    var dag = Dag.define("d", d -> {
      d.group("outer", g -> {
        g.doc("# outer");
        g.task("a").exec(ctx -> {});
        g.group("inner", h -> h.task("b").exec(ctx -> {}));
        d.task("c").exec(ctx -> {});
      });
      d.task("e").exec(ctx -> {});
    });

    assertThat(dag.graph().groups()).containsExactly(new GroupNode("outer", "", "# outer"),
        new GroupNode("inner", "outer", ""));
    assertThat(dag.graph().tasks()).extracting("id", "group")
        .containsExactly(tuple("a", "outer"), tuple("b", "inner"),
            tuple("c", "outer"), tuple("e", ""));
  }

  @Test void a_group_hands_out_what_its_lambda_returns() {
    var dag = Dag.define("d", d -> {
      var one = d.group("one", g -> g.task("a").run(String.class, ctx -> ""));
      var two = d.group("two", g -> {
        var inner = g.group("inner", h -> {
          h.doc("within");
          return h.task("b").needs(one).run(Integer.class, (ctx, text) -> text.length());
        });
        return g.task("c").after(inner).exec(ctx -> {});
      });
      d.task("d").needs(one).after(two).exec((ctx, text) -> {});
    });

    assertThat(dag.graph().tasks()).extracting("id", "group")
        .containsExactly(tuple("a", "one"), tuple("b", "inner"), tuple("c", "two"), tuple("d", ""));
    assertThat(task(dag, "d").edges()).containsExactly(edge("a", EdgeKind.DATA), edge("c", EdgeKind.ORDER));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test void a_dag_says_who_owns_it_and_when_it_runs() {
    var dag = Dag.define("d", Day.class, d -> {
      d.doc("doc");
      d.owner("data team");
      d.tags("b", "a", "b");
      d.runDeadline(Duration.ofHours(3));
      d.schedule(Cron.weekly(java.time.DayOfWeek.MONDAY, "7:05", "Asia/Tokyo"), slot -> new Day(slot.date()));
      d.task("a").exec(ctx -> {});
    });

    var graph = dag.graph();
    assertThat(graph.doc()).isEqualTo("doc");
    assertThat(graph.owner()).isEqualTo("data team");
    assertThat(graph.tags()).containsExactly("a", "b");
    assertThat(graph.runDeadlineMillis()).isEqualTo(10_800_000);
    assertThat(graph.schedules()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("place")
        .containsExactly(ScheduleNode.cron("5 7 * * MON", "Asia/Tokyo"));
    var time = Instant.parse("2026-03-01T22:05:00Z");
    var slot = new Slot("default", time, time.minusSeconds(604_800), time, ZoneId.of("Asia/Tokyo"));
    assertThat(dag.slotParams("default").of(slot)).isEqualTo(new Day(LocalDate.of(2026, 3, 2)));
    assertThat(dag.paramsType()).isEqualTo(Day.class);
  }

  @Test void parameters_of_slots_are_made_before_all_else_where_the_defaults_say() {
    var dag = Dag.define("d", Day.class, d -> {
      d.defaults(all -> all.queue("night").requireLabels("big").priority(7).retry(Retry.attempts(3)));
      d.schedule(Cron.daily("02:00", "UTC"), slot -> new Day(slot.date()));
      var first = d.task("first").isolated().run(String.class, ctx -> "");
      d.task("second").needs(first).isolated().exec((ctx, text) -> {});
      d.shard("shards").overHash(2).isolated().exec((ctx, part) -> {});
    });

    var made = dag.graph().tasks().getFirst();
    assertThat(made.id()).isEqualTo("slot-params");
    assertThat(made.kind()).isEqualTo(TaskKind.SLOT_PARAMS);
    assertThat(made.queue()).isEqualTo("night");
    assertThat(made.labels()).containsExactly("big");
    assertThat(made.priority()).isEqualTo(7);
    assertThat(made.isolated()).as("as all others are").isTrue();
    assertThat(made.retry()).as("the same slot gives the same parameters").isEqualTo(RetryNode.NONE);
    assertThat(made.timeouts().attemptMillis()).isEqualTo(60_000);
    assertThat(task(dag, "first").edges()).containsExactly(edge("slot-params", EdgeKind.PARAMS));
    assertThat(task(dag, "second").edges()).containsExactly(edge("first", EdgeKind.DATA));
    assertThat(task(dag, "shards").edges()).containsExactly(edge("slot-params", EdgeKind.PARAMS));
  }

  @Test void a_dag_without_parameters_needs_no_function_for_its_schedule() {
    var dag = Dag.define("d", d -> {
      d.schedule(Every.of(Duration.ofMinutes(90)));
      d.task("a").exec(ctx -> {});
    });

    var now = Instant.EPOCH;
    assertThat(dag.graph().schedules()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("place")
        .containsExactly(ScheduleNode.interval("PT1H30M"));
    assertThat(dag.slotParams("default").of(new Slot("default", now, now, now, ZoneId.of("UTC"))))
        .isEqualTo(new NoParams());
  }

  @Test void a_loop_generates_tasks() {
    var dag = Dag.define("d", d -> {
      for (var region : List.of("us", "eu")) {
        d.task("load-" + region).exec(ctx -> {});
      }
    });

    assertThat(dag.graph().tasks()).extracting("id").containsExactly("load-us", "load-eu");
  }
}
