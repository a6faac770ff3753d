package io.tidemill.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.NonRetryableException;
import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.Retry;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.test.SalesDag.Params;
import io.tidemill.test.SalesDag.Part;
import io.tidemill.test.SalesDag.Rates;
import io.tidemill.test.SalesDag.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DagTestTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private static DagTest<Params> sales() {
    return DagTest.of(SalesDag.dag()).stub("fx-rates", new Rates(Map.of()));
  }

  @Test void bodies_are_executed_and_stubs_stand_in_for_them() {
    DagResult result = sales().params(new Params(DAY, 10)).run();

    assertThat(result.status()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(result.result("merge", Verdict.class)).isEqualTo(new Verdict.Ok(30));
    assertThat(result.result("outcome", String.class)).isEqualTo("published 30");
    assertThat(result.state("quarantine")).isEqualTo(TaskState.SKIPPED);
    assertThat(result.shardResult("double", "us-2", Part.class)).isEqualTo(new Part("us", 10));
    assertThat(result.elapsed()).isZero();
    assertThat(result.story()).contains("crunch[eu-1] info: eu-1 with 0 rates", "notify info: published 30",
        "run SUCCESS");
  }

  @Test void the_other_arm_is_taken_for_the_other_variant() {
    DagResult result = sales().params(new Params(DAY, 1_000)).run();

    assertThat(result.result("merge", Verdict.class)).isEqualTo(new Verdict.TooSmall(30, 1_000));
    assertThat(result.result("outcome", String.class)).isEqualTo("only 30");
  }

  @Test void parameters_take_their_defaults() {
    assertThat(sales().run().result("merge", Verdict.class)).isEqualTo(new Verdict.Ok(30));
  }

  @Test void retries_jump_the_clock() {
    DagResult result = DagTest.of(SalesDag.dag()).run();

    assertThat(result.status()).isEqualTo(RunOutcome.FAILED);
    assertThat(result.state("fx-rates")).isEqualTo(TaskState.FAILED);
    assertThat(result.attempts("fx-rates")).isEqualTo(3);
    assertThat(result.elapsed()).isEqualTo(Duration.ofHours(2));
    assertThat(result.failure("fx-rates"))
        .hasValueSatisfying(f -> assertThat(f).hasMessage("no network for 2026-01-31"));
    assertThat(result.story()).containsPattern("fx-rates attempt 1 FAILED: IOException: .* \\(SalesDag.java:\\d+\\)");
  }

  @Test void a_task_fails_as_often_as_it_is_told() {
    DagResult result = sales().fail("fx-rates", new IOException("flaky"), 2).run();

    assertThat(result.status()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(result.attempts("fx-rates")).isEqualTo(3);
  }

  @Test void a_shard_fails_on_demand_and_the_others_do_not() {
    DagResult result = sales().failShard("crunch", "us-1", new IllegalArgumentException("bad file")).run();

    assertThat(result.status()).isEqualTo(RunOutcome.FAILED);
    assertThat(result.shardStates("crunch")).containsExactly(Map.entry("eu-1", ShardState.SUCCESS), Map.entry("us-1",
        ShardState.FAILED), Map.entry("us-2", ShardState.SUCCESS));
    assertThat(result.attempts("crunch", "us-1")).isEqualTo(1);
    assertThat(result.shardState("double", "us-1")).isEqualTo(ShardState.UPSTREAM_FAILED);
    assertThat(result.state("merge")).isEqualTo(TaskState.UPSTREAM_FAILED);
  }

  @Test void a_shard_recovers_by_its_retries() {
    DagResult result = sales().failShard("crunch", "us-1", new IOException("disk"), 2).run();

    assertThat(result.status()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(result.attempts("crunch", "us-1")).isEqualTo(3);
    assertThat(result.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(result.failure("crunch", "us-1")).isPresent();
  }

  @Test void shards_are_stubbed_by_their_keys() {
    DagResult result = sales().stubShard("crunch", "eu-1", new Part("eu", 100)).run();
    assertThat(result.result("merge", Verdict.class)).isEqualTo(new Verdict.Ok(220));
  }

  @Test void a_timeout_stops_what_takes_too_long_by_the_virtual_clock() {
    List<String> executed = new ArrayList<>();
    Dag<NoParams> dag = Dag.define("slow", d -> d.task("a")
        .attemptTimeout(Duration.ofMinutes(1))
        .retry(Retry.attempts(2).fixed(Duration.ofMinutes(5)))
        .exec(ctx -> executed.add("a" + ctx.attempt())));
    DagResult result = DagTest.of(dag).takes("a", Duration.ofHours(1)).run();

    assertThat(result.state("a")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(result.elapsed()).isEqualTo(Duration.ofMinutes(7));
    assertThat(executed).isEmpty();
  }

  @Test void the_run_deadline_stops_what_runs_and_leaves_time_for_clean_up() {
    Dag<NoParams> dag = Dag.define("late", d -> {
      d.runDeadline(Duration.ofMinutes(30));
      var s = d.shard("s").overRange(0, 4, 1).exec((ctx, range) -> {});
      d.task("stop").after(JoinRule.ALL_DONE, s).exec(ctx -> {});
      d.task("alert").after(JoinRule.ONE_FAILED, s).exec(ctx -> {});
    });
    DagResult result = DagTest.of(dag).takes("s", Duration.ofMinutes(20)).run();

    assertThat(result.status()).isEqualTo(RunOutcome.FAILED);
    assertThat(result.state("s")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(result.state("stop")).isEqualTo(TaskState.SUCCESS);
    assertThat(result.state("alert")).isEqualTo(TaskState.SUCCESS);
    assertThat(result.cancelReason()).hasValue("run deadline of 30 min exceeded");
  }

  @Test void slots_limit_what_runs_at_a_time() {
    Dag<NoParams> dag = Dag.define("wide", d -> d.shard("s").overRange(0, 6, 1).exec((ctx, range) -> {}));
    assertThat(DagTest.of(dag).takes("s", Duration.ofMinutes(1)).slots(2).run().elapsed())
        .isEqualTo(Duration.ofMinutes(4));
  }

  @Test void outcomes_and_tolerated_failures_reach_the_bodies() {
    Dag<NoParams> dag = Dag.define("outcomes", d -> {
      var a = d.task("a").allowFailure().run(String.class, ctx -> {
        throw new NonRetryableException("no");
      });
      d.task("b").needs(a.outcome()).run(String.class, (ctx, o) -> o.state() + " " + o.result());
      var s = d.shard("s")
          .overRange(0, 3, 1)
          .maxFailedShards(1)
          .run(Long.class, (ctx, range) -> 7 / (range.from() - 1));
      d.task("r").needs(s).run(String.class, (ctx, shards) -> shards.size() + " " + shards.failedKeys());
    });
    DagResult result = DagTest.of(dag).run();

    assertThat(result.status()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(result.result("b", String.class)).isEqualTo(Outcome.State.FAILED + " null");
    assertThat(result.result("r", String.class)).isEqualTo("2 [1..2]");
  }

  @Test void a_test_runs_the_same_every_time() {
    Dag<NoParams> dag = Dag.define("jitter", d -> d.shard("s")
        .overRange(0, 20, 1)
        .retry(Retry.attempts(4).backoff(Duration.ofSeconds(10), 2).jitter(0.9))
        .exec((ctx, range) -> {
          throw new IOException("no");
        }));
    String one = DagTest.of(dag).seed(5).run().story();
    assertThat(DagTest.of(dag).seed(5).run().story()).isEqualTo(one);
    assertThat(DagTest.of(dag).seed(6).run().story()).isNotEqualTo(one);
  }

  @Test void a_test_may_be_run_again() {
    DagTest<Params> test = sales().failShard("crunch", "us-1", new IOException("disk"), 1);
    assertThat(test.run().attempts("crunch", "us-1")).isEqualTo(2);
    assertThat(test.run().attempts("crunch", "us-1")).isEqualTo(2);
  }

  @Test void what_a_test_names_must_be_there() {
    assertThatThrownBy(() -> sales().stub("merg", "x"))
        .hasMessageContaining("none named 'merg'; there are [list-files");
    assertThatThrownBy(() -> sales().stub("outcome", "x")).hasMessageContaining("a task with a body");
    assertThatThrownBy(() -> sales().stub("crunch", "x")).hasMessageContaining("stubShard(task, key, result)");
    assertThatThrownBy(() -> sales().stub("merge", "x")).hasMessageContaining("but found a java.lang.String");
    assertThatThrownBy(() -> sales().failShard("merge", "x", new IOException())).hasMessageContaining("is not sharded");
    assertThatThrownBy(() -> sales().failShard("crunch", "us-9", new IOException()).run())
        .hasMessageContaining("crunch[us-9] (there are [eu-1, us-1, us-2])");
    assertThatThrownBy(() -> sales().run().result("quarantine", String.class)).hasMessageContaining("ended SKIPPED");
    assertThatThrownBy(() -> sales().run().result("merge", String.class))
        .hasMessageContaining("to be a java.lang.String");
    assertThatThrownBy(() -> sales().run().state("x")).hasMessageContaining("found 'x'");
  }
}
