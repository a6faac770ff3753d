package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.failure;
import static io.tidemill.engine.TestPartition.permanent;
import static io.tidemill.engine.state.ShardState.ASSIGNED;
import static io.tidemill.engine.state.ShardState.CANCELLED;
import static io.tidemill.engine.state.ShardState.FAILED;
import static io.tidemill.engine.state.ShardState.RETRY_WAIT;
import static io.tidemill.engine.state.ShardState.SUCCESS;
import static io.tidemill.engine.state.ShardState.UPSTREAM_FAILED;
import static io.tidemill.engine.state.ShardState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.ShardsReported.Failed;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Semantics §11.
class ShardingTest {
  @Test void shards_follow_the_expansion_and_the_reduce_gets_all_results() {
    TestPartition partition = TestPartition
        .running(dag(task("list"), sharded("s").over("list"), task("merge").needs("s")));
    partition.succeed("list");
    assertThat(partition.effects(AssignTask.class).getLast()).matches(AssignTask::expand)
        .satisfies(a -> assertThat(a.inputs()).hasSize(1));
    partition.expand("s", 3);
    partition.succeed("s", 2);
    partition.succeed("s", 0, 1);

    TaskInput input = partition.effects(AssignTask.class).getLast().inputs().getFirst();
    assertThat(input).isInstanceOfSatisfying(TaskInput.Sharded.class, sharded -> {
      assertThat(sharded.count()).isEqualTo(3);
      assertThat(sharded.blocks()).hasSize(2);
      assertThat(sharded.failed()).isEmpty();
    });
  }

  @Test void zero_shards_succeed_with_nothing_to_reduce() {
    TestPartition partition = TestPartition.running(dag(sharded("s"), sharded("t").aligned("s"), task("r").needs("t")));
    partition.expand("s", 0);

    assertThat(partition.state("s")).isEqualTo(TaskState.SUCCESS);
    assertThat(partition.state("t")).isEqualTo(TaskState.SUCCESS);
    assertThat(partition.state("r")).isEqualTo(TaskState.QUEUED);
    assertThat(partition.effects(AssignTask.class).getLast().inputs())
        .containsExactly(new TaskInput.Sharded(0, null, List.of(), List.of(), List.of()));
  }

  @Test void zero_shards_may_be_omitted_and_skip_what_follows() {
    TestPartition partition = TestPartition.running(
        dag(sharded("s").omitWhenEmpty(), sharded("t").aligned("s"), task("r").needs("s"), task("q").needs("t")));
    partition.expand("s", 0);

    assertThat(partition.state("s")).isEqualTo(TaskState.OMITTED);
    assertThat(partition.state("t")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.state("r")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.state("q")).isEqualTo(TaskState.SKIPPED);
  }

  @Test void too_many_shards_fail_the_task_and_say_the_limit() {
    TestPartition partition = TestPartition.running(dag(sharded("s").maxShards(10).retry(3), task("r").needs("s")));
    partition.expand("s", 11);

    assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
    assertThat(partition.facts(AttemptFailed.class).getLast().failure().message())
        .isEqualTo("Expected at most 10 shards, but the expansion made 11; make them larger or raise maxShards");
  }

  @Test void a_failed_expansion_is_retried_like_a_task() {
    TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
    partition.fail("s");
    assertThat(partition.state("s")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(1_000);
    partition.expand("s", 1);
    partition.succeed("s", 0);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void no_more_shards_run_at_a_time_than_the_concurrency_allows() {
    TestPartition partition = TestPartition.running(dag(sharded("s").concurrency(3)));
    partition.expand("s", 10);
    assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(3);
    partition.succeed("s", 1);
    assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(3);
    assertThat(partition.shards("s").state(3)).isEqualTo(ASSIGNED);
    partition.fail("s", 0, 2);
    assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(3);
  }

  @Test void shards_take_the_slots_there_are_and_go_on_when_more_come_free() {
    TestPartition partition = TestPartition.blocked(dag(sharded("s")));
    partition.free = 1;
    partition.tell(new SlotsFreed());
    partition.free = 2;
    partition.expand("s", 5);
    assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(2);
    assertThat(partition.last().blocked()).containsExactly(Requirement.NONE);
    partition.free = 7;
    partition.tell(new SlotsFreed());
    assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(5);
  }

  @Test void a_hundred_thousand_shards_cost_few_facts() {
    TestPartition partition = TestPartition.large(dag(sharded("s"), sharded("t").aligned("s"), task("r").needs("t")));
    partition.expand("s", 100_000);
    partition.succeed("s", IntStream.range(0, 100_000).toArray());
    partition.succeed("t", IntStream.range(0, 100_000).toArray());
    partition.succeed("r");

    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(partition.journal.size()).isLessThan(1_000);
  }

  @Nested
  class Policies {
    @Test void all_shards_run_to_their_end_and_then_the_task_fails() {
      TestPartition partition = TestPartition.running(dag(sharded("s"), task("r").needs("s")));
      partition.expand("s", 3);
      partition.fail("s", 0);
      assertThat(partition.state("s")).isEqualTo(TaskState.RUNNING);
      partition.succeed("s", 1, 2);

      assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
      assertThat(partition.state("r")).isEqualTo(TaskState.UPSTREAM_FAILED);
    }

    @Test void fail_fast_stops_the_others_at_the_first_failure_for_good() {
      TestPartition partition = TestPartition.running(dag(sharded("s").failFast().concurrency(2).retry(1)));
      partition.expand("s", 4);
      partition.fail("s", 0);
      assertThat(partition.shards("s").state(0)).isEqualTo(RETRY_WAIT);
      partition.fail("s", permanent(), 1);

      assertThat(partition.shardStates("s")).containsExactly(CANCELLED, FAILED, ASSIGNED, CANCELLED);
      assertThat(partition.effects(StopAttempt.class)).hasSize(1);
      partition.fail("s", failure(Kind.CANCELLED), 2);
      assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
    }

    @Test void a_tolerated_count_lets_the_task_succeed_and_the_reduce_see_what_failed() {
      TestPartition partition = TestPartition.running(dag(sharded("s").maxFailedShards(2), task("r").needs("s")));
      partition.expand("s", 4);
      partition.fail("s", 1, 3);
      partition.succeed("s", 0, 2);

      assertThat(partition.state("s")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.effects(AssignTask.class).getLast().inputs().getFirst()).isInstanceOfSatisfying(
          TaskInput.Sharded.class, input -> assertThat(input.failed()).containsExactly(1, 3));
    }

    @Test void more_than_the_tolerated_count_fails_the_task() {
      TestPartition partition = TestPartition.running(dag(sharded("s").maxFailedShards(1)));
      partition.expand("s", 4);
      partition.fail("s", 1, 3);
      partition.succeed("s", 0, 2);
      assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
    }

    @Test void a_tolerated_fraction_is_rounded_down() {
      TestPartition partition = TestPartition
          .running(dag(sharded("s").maxFailedFraction(0.25), sharded("t").maxFailedFraction(0.25)));
      partition.expand("s", 8);
      partition.fail("s", 0, 1);
      partition.succeed("s", 2, 3, 4, 5, 6, 7);
      partition.expand("t", 7);
      partition.fail("t", 0, 1);
      partition.succeed("t", 2, 3, 4, 5, 6);

      assertThat(partition.state("s")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.state("t")).isEqualTo(TaskState.FAILED);
    }

    @Test void a_fraction_of_failed_shards_is_exact_as_a_decimal_number() {
      TestPartition partition = TestPartition
          .running(dag(sharded("s").maxFailedFraction(0.29), sharded("t").maxFailedFraction(0.29)));
      partition.expand("s", 100);
      partition.fail("s", IntStream.range(0, 29).toArray());
      partition.succeed("s", IntStream.range(29, 100).toArray());
      partition.expand("t", 100);
      partition.fail("t", IntStream.range(0, 30).toArray());
      partition.succeed("t", IntStream.range(30, 100).toArray());

      assertThat(partition.state("s")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.state("t")).isEqualTo(TaskState.FAILED);
    }
  }

  @Nested
  class Retries {
    @Test void each_shard_has_its_own_budget() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 2);
      partition.fail("s", 0, 1);
      partition.pass(1_000);
      partition.succeed("s", 0);
      partition.fail("s", 1);

      assertThat(partition.shardStates("s")).containsExactly(SUCCESS, FAILED);
    }

    @Test void all_shards_share_the_total_budget() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(5).totalRetries(2)));
      partition.expand("s", 4);
      partition.fail("s", 0, 1, 2);
      assertThat(partition.shardStates("s")).containsExactly(RETRY_WAIT, RETRY_WAIT, FAILED, ASSIGNED);
      partition.fail("s", 3);
      assertThat(partition.shards("s").state(3)).isEqualTo(FAILED);
    }

    @Test void two_hundred_retries_of_a_shard_are_counted() {
      TestPartition partition = TestPartition
          .running(dag(sharded("s").retry(new io.tidemill.dsl.graph.RetryNode(201, 1, 1, 0, 0))));
      partition.expand("s", 1);
      for (int i = 0; i < 200; i++) {
        partition.fail("s", 0);
        partition.pass(1);
      }
      partition.fail("s", 0);
      assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
    }

    @Test void a_due_retry_is_not_forgotten_when_another_shard_is_let_go_at_that_moment() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 2);
      partition.fail("s", 0);
      partition.now += 5_000;
      partition.fail("s", failure(Kind.LOST), 1);
      partition.pass(0);
      partition.succeed("s", 0, 1);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void released_shards_cost_no_budget_and_lost_ones_have_their_own() {
      TestPartition partition = TestPartition.running(dag(sharded("s")));
      partition.expand("s", 1);
      for (int i = 0; i < 30; i++) {
        partition.fail("s", failure(Kind.RELEASED), 0);
      }
      for (int i = 0; i < 10; i++) {
        partition.fail("s", failure(Kind.LOST), 0);
      }
      assertThat(partition.shards("s").state(0)).isEqualTo(ASSIGNED);
      partition.fail("s", failure(Kind.LOST), 0);
      assertThat(partition.shards("s").state(0)).isEqualTo(FAILED);
    }
  }

  @Nested
  class Aligned {
    @Test void a_shard_starts_when_the_same_shard_before_is_done() {
      TestPartition partition = TestPartition.running(
          dag(sharded("a"), sharded("b").aligned("a"), sharded("c").aligned("b"), task("r").needs("c")));
      partition.expand("a", 3);
      assertThat(partition.shardStates("c")).containsOnly(WAITING);
      partition.succeed("a", 1);
      assertThat(partition.shardStates("b")).containsExactly(WAITING, ASSIGNED, WAITING);
      partition.succeed("b", 1);
      partition.succeed("c", 1);
      assertThat(partition.shardStates("c")).containsExactly(WAITING, SUCCESS, WAITING);
      assertThat(partition.state("a")).isEqualTo(TaskState.RUNNING);
      partition.succeed("a", 0, 2);
      partition.succeed("b", 0, 2);
      partition.succeed("c", 0, 2);
      partition.succeed("r");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_shard_is_given_the_blocks_with_the_results_it_takes_and_no_others() {
      TestPartition partition = TestPartition.running(dag(sharded("a"), sharded("b").aligned("a")));
      partition.expand("a", 3);
      partition.succeed("a", 0);
      partition.succeed("a", 2);
      partition.succeed("a", 1);

      assertThat(partition.effects(AssignShards.class).stream().skip(1).map(AssignShards::aligned))
          .allSatisfy(blocks -> assertThat(blocks).hasSize(1));
      assertThat(partition.effects(AssignShards.class).getLast().aligned().getFirst().indexes()).containsExactly(1);
    }

    @Test void it_waits_for_its_side_inputs_and_then_catches_up() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a"), task("rates"), sharded("b").aligned("a").needs("rates")));
      partition.expand("a", 2);
      partition.succeed("a", 0);
      assertThat(partition.state("b")).isEqualTo(TaskState.WAITING);
      partition.succeed("rates");
      assertThat(partition.shardStates("b")).containsExactly(ASSIGNED, WAITING);
    }

    @Test void a_failed_shard_fails_the_same_shard_of_all_that_follow() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a"), sharded("b").aligned("a"), sharded("c").aligned("b")));
      partition.expand("a", 2);
      partition.fail("a", 0);
      assertThat(partition.shardStates("c")).containsExactly(UPSTREAM_FAILED, WAITING);
      partition.succeed("a", 1);
      partition.succeed("b", 1);
      partition.succeed("c", 1);

      assertThat(partition.state("b")).isEqualTo(TaskState.UPSTREAM_FAILED);
      assertThat(partition.state("c")).isEqualTo(TaskState.UPSTREAM_FAILED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    }

    @Test void a_tolerated_failure_before_lets_the_others_succeed() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a").maxFailedShards(1), sharded("b").aligned("a"), task("r").needs("b")));
      partition.expand("a", 2);
      partition.fail("a", 0);
      partition.succeed("a", 1);
      partition.succeed("b", 1);

      assertThat(partition.state("b")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.effects(AssignTask.class).getLast().inputs().getFirst()).isInstanceOfSatisfying(
          TaskInput.Sharded.class, input -> assertThat(input.failed()).containsExactly(0));
    }

    @Test void fail_fast_before_stops_what_follows() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a").failFast().concurrency(1), sharded("b").aligned("a")));
      partition.expand("a", 3);
      partition.fail("a", 0);

      assertThat(partition.shardStates("b")).containsExactly(UPSTREAM_FAILED, CANCELLED, CANCELLED);
      assertThat(partition.state("b")).isEqualTo(TaskState.UPSTREAM_FAILED);
    }

    @Test void a_failed_expansion_before_fails_it_as_a_whole() {
      TestPartition partition = TestPartition.running(dag(sharded("a"), sharded("b").aligned("a")));
      partition.fail("a");
      assertThat(partition.state("b")).isEqualTo(TaskState.UPSTREAM_FAILED);
    }
  }

  /// Semantics §6.
  @Nested
  class Reruns {
    @Test void three_failed_of_two_hundred_shards_run_again_and_the_reduce() {
      TestPartition partition = TestPartition
          .running(dag(task("list"), sharded("s").over("list"), task("merge").needs("s"), task("x")));
      partition.succeed("list");
      partition.succeed("x");
      partition.expand("s", 200);
      partition.fail("s", 17, 40, 199);
      partition.succeed("s", IntStream.range(0, 200).filter(i -> i != 17 && i != 40 && i != 199).toArray());
      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(partition.planRerun()).isInstanceOfSatisfying(RerunPlanned.class, plan -> assertThat(plan.changes())
          .containsExactly(new RerunPlanned.Change("s", "FAILED", RerunPlanned.Extent.SHARDS, 3),
              new RerunPlanned.Change("merge", "UPSTREAM_FAILED", RerunPlanned.Extent.ALL, -1)));
      partition.rerun();

      assertThat(partition.shards("s").count(ASSIGNED)).isEqualTo(3);
      assertThat(partition.shards("s").attempt(17)).isEqualTo(2);
      partition.succeed("s", 17, 40, 199);
      partition.succeed("merge");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
      assertThat(partition.instance("x").attempt).isEqualTo(1);
    }

    @Test void aligned_tasks_rerun_the_same_shards_only() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a"), sharded("b").aligned("a"), task("r").needs("b")));
      partition.expand("a", 4);
      partition.fail("a", 2);
      partition.succeed("a", 0, 1, 3);
      partition.succeed("b", 0, 1, 3);
      partition.rerun();

      assertThat(partition.shardStates("a")).containsExactly(SUCCESS, SUCCESS, ASSIGNED, SUCCESS);
      assertThat(partition.shardStates("b")).containsExactly(SUCCESS, SUCCESS, WAITING, SUCCESS);
      partition.succeed("a", 2);
      partition.succeed("b", 2);
      partition.succeed("r");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_shard_that_failed_only_in_the_aligned_task_runs_again_there_only() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a"), sharded("b").aligned("a"), task("r").needs("b")));
      partition.expand("a", 2);
      partition.succeed("a", 0, 1);
      partition.fail("b", 1);
      partition.succeed("b", 0);
      partition.rerun();

      assertThat(partition.state("a")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.shardStates("b")).containsExactly(SUCCESS, ASSIGNED);
    }

    @Test void a_shard_whose_input_failed_and_was_tolerated_runs_with_it() {
      TestPartition partition = TestPartition
          .running(dag(sharded("a").maxFailedShards(1), sharded("b").aligned("a"), task("r").needs("b")));
      partition.expand("a", 3);
      partition.fail("a", 0);
      partition.succeed("a", 1, 2);
      partition.fail("b", 1);
      partition.succeed("b", 2);
      partition.rerun();

      assertThat(partition.shardStates("b")).containsExactly(WAITING, ASSIGNED, SUCCESS);
      partition.succeed("a", 0);
      partition.succeed("b", 0, 1);
      partition.succeed("r");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void what_was_named_runs_again_with_all_that_depends_on_it() {
      TestPartition partition = TestPartition
          .running(dag(task("a"), task("b").needs("a"), task("c").needs("b"), task("d")));
      partition.succeed("a");
      partition.succeed("b");
      partition.succeed("c");
      partition.succeed("d");
      partition.rerun("b");

      assertThat(partition.instance("a").attempt).isEqualTo(1);
      assertThat(partition.instance("b").attempt).isEqualTo(2);
      assertThat(partition.state("c")).isEqualTo(TaskState.WAITING);
      assertThat(partition.state("d")).isEqualTo(TaskState.SUCCESS);
    }

    @Test void descendants_that_were_skipped_or_failed_with_their_cause_are_reset_with_it() {
      TestPartition partition = TestPartition.running(dag(task("a"), task("b").needs("a"),
          task("c").after("a").rule(io.tidemill.dsl.JoinRule.ALL_FAILED)));
      partition.fail("a");
      partition.succeed("c");
      partition.rerun();
      partition.succeed("a");
      partition.succeed("b");

      assertThat(partition.state("c")).isEqualTo(TaskState.SKIPPED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_plan_that_no_longer_holds_is_refused() {
      TestPartition partition = TestPartition.running(dag(task("a"), task("b")));
      partition.fail("a");
      partition.succeed("b");
      String shown = ((RerunPlanned) partition.planRerun()).hash();
      partition.rerun("b");
      partition.fail("b");
      Turn turn = partition.tell(new io.tidemill.engine.input.Rerun(1, 1, List.of(), true, shown));

      assertThat(turn.reply()).isInstanceOfSatisfying(Refused.class,
          refused -> assertThat(refused.code()).isEqualTo(Refused.Code.PLAN_CHANGED));
      assertThat(turn.facts()).hasOnlyElementsOfType(CommandApplied.class);
    }

    @Test void showing_a_plan_changes_nothing() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      partition.fail("a");
      String before = StateDump.of(partition.state);
      partition.planRerun();
      assertThat(StateDump.of(partition.state)).isEqualTo(before);
    }

    @Test void attempt_numbers_of_shards_only_grow() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 1);
      partition.fail("s", 0);
      partition.pass(1_000);
      partition.succeed("s", 0);
      partition.rerun("s");
      partition.expand("s", 2);

      assertThat(partition.shards("s").attempt(0)).isEqualTo(3);
      assertThat(partition.shards("s").attempt(1)).isEqualTo(3);
    }

    @Test void a_rerun_has_a_new_budget() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1).totalRetries(1)));
      partition.expand("s", 1);
      partition.fail("s", 0);
      partition.pass(1_000);
      partition.fail("s", 0);
      partition.rerun();
      partition.fail("s", 0);
      assertThat(partition.shards("s").state(0)).isEqualTo(RETRY_WAIT);
    }

    @Test void a_wait_from_before_a_rerun_does_not_shorten_one_after_it() {
      TestPartition partition = TestPartition
          .running(dag(sharded("s").retry(new io.tidemill.dsl.graph.RetryNode(2, 10_000, 1, 0, 0))));
      partition.expand("s", 1);
      partition.fail("s", 0);
      partition.cancel();
      partition.pass(5_000);
      partition.rerun();
      partition.fail("s", 0);
      partition.pass(9_999);
      assertThat(partition.shards("s").state(0)).isEqualTo(RETRY_WAIT);
    }
  }

  /// Guarantees R6.
  @Nested
  class Stale {
    @Test void a_report_that_comes_twice_changes_nothing() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 2);
      long nonce = partition.shards("s").nonce(0);
      ShardsReported report = new ShardsReported(1, 1, 0, nonce, new int[]{0}, Value.NONE,
          List.of(new Failed(1, failure(Kind.FAILED), Timing.NONE)));
      partition.tell(report);
      int facts = partition.journal.size();
      partition.tell(report);
      assertThat(partition.journal).hasSize(facts);
    }

    @Test void a_shard_named_twice_in_a_report_counts_once() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 2);
      Failed failed = new Failed(1, failure(Kind.FAILED), Timing.NONE);
      partition.tell(new ShardsReported(1, 1, 0, partition.shards("s").nonce(0), new int[]{0, 0, 99, -4}, Value.NONE,
          List.of(failed, failed)));

      assertThat(partition.facts(ShardFailed.class)).hasSize(1);
      assertThat(partition.shardStates("s")).containsExactly(SUCCESS, RETRY_WAIT);
    }

    @Test void a_result_from_before_a_retry_is_not_taken() {
      TestPartition partition = TestPartition.running(dag(sharded("s").retry(1)));
      partition.expand("s", 1);
      long old = partition.shards("s").nonce(0);
      partition.fail("s", 0);
      partition.pass(1_000);
      partition.tell(new ShardsReported(1, 1, 0, old, new int[]{0}, Value.NONE, List.of()));
      assertThat(partition.shards("s").state(0)).isEqualTo(ASSIGNED);
    }
  }
}
