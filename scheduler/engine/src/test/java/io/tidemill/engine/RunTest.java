package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.join;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.failure;
import static io.tidemill.engine.TestPartition.permanent;
import static io.tidemill.engine.TestPartition.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a run of plain tasks does.
class RunTest {
  /// Semantics §7.
  @Nested
  class Joins {
    @Test void a_chain_of_ten_thousand_runs_to_its_end() {
      TaskSpec[] tasks = IntStream.range(0, 10_000)
          .mapToObj(i -> i == 0 ? task("t0") : task("t" + i).needs("t" + (i - 1)))
          .toArray(TaskSpec[]::new);
      TestPartition partition = TestPartition.large(dag(tasks));
      IntStream.range(0, 10_000).forEach(i -> partition.succeed("t" + i));

      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_failure_at_the_head_of_a_long_chain_ends_all_of_it_at_once() {
      TaskSpec[] tasks = IntStream.range(0, 10_000)
          .mapToObj(i -> i == 0 ? task("t0") : task("t" + i).needs("t" + (i - 1)))
          .toArray(TaskSpec[]::new);
      TestPartition partition = TestPartition.large(dag(tasks));
      partition.fail("t0");

      assertThat(partition.state("t9999")).isEqualTo(TaskState.UPSTREAM_FAILED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    }

    @Test void what_fans_out_starts_together_and_what_fans_in_waits_for_the_last() {
      TestPartition partition = TestPartition
          .running(dag(task("a"), task("b").needs("a"), task("c").needs("a"), task("d").needs("b",
              "c")));
      partition.succeed("a");
      assertThat(partition.effects(AssignTask.class)).hasSize(3);
      partition.succeed("c");
      assertThat(partition.state("d")).isEqualTo(TaskState.WAITING);
      partition.succeed("b");
      assertThat(partition.state("d")).isEqualTo(TaskState.QUEUED);
      assertThat(partition.effects(AssignTask.class).getLast().inputs()).hasSize(2);
    }

    @Test void a_branch_runs_the_arm_of_the_variant_and_skips_the_others() {
      TestPartition partition = TestPartition
          .running(dag(task("verdict"), task("yes").edge(EdgeKind.DATA, "verdict", "Yes"),
              task("after-yes").needs("yes"), task("no").edge(EdgeKind.DATA, "verdict", "No"),
              join("joined").needs("after-yes", "no"), task("end").needs("joined")));
      partition.succeed("verdict", "No");
      assertThat(partition.state("yes")).isEqualTo(TaskState.SKIPPED);
      assertThat(partition.state("after-yes")).isEqualTo(TaskState.SKIPPED);
      partition.succeed("no", "Result");

      assertThat(partition.state("joined")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.instance("joined").output).isEqualTo(partition.instance("no").output);
      partition.succeed("end");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_join_without_a_taken_arm_is_skipped() {
      TestPartition partition = TestPartition
          .running(dag(task("verdict"), task("yes").edge(EdgeKind.DATA, "verdict", "Yes"),
              join("joined").needs("yes"), task("end").needs("joined")));
      partition.succeed("verdict", "No");

      assertThat(partition.state("end")).isEqualTo(TaskState.SKIPPED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void one_success_starts_at_the_first_hit_and_once() {
      TestPartition partition = TestPartition
          .running(dag(task("a"), task("b"), task("c").after("a", "b").rule(JoinRule.ONE_SUCCESS)));
      partition.succeed("b");
      assertThat(partition.state("c")).isEqualTo(TaskState.QUEUED);
      partition.succeed("c");
      partition.succeed("a");
      assertThat(partition.instance("c").attempt).isEqualTo(1);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_needed_result_must_be_there_whatever_the_rule_says() {
      TestPartition partition = TestPartition.running(
          dag(task("a"), task("b"), task("c").needs("a").after("b").rule(JoinRule.ALL_DONE)));
      partition.fail("b");
      partition.fail("a");

      assertThat(partition.state("c")).isEqualTo(TaskState.UPSTREAM_FAILED);
    }

    @Test void the_rule_is_for_outcomes_as_well() {
      TestPartition partition = TestPartition
          .running(dag(task("a"), task("alarm").outcome("a").rule(JoinRule.ALL_FAILED),
              task("always").outcome("a").rule(JoinRule.ALL_DONE)));
      partition.succeed("a");

      assertThat(partition.state("alarm")).isEqualTo(TaskState.SKIPPED);
      assertThat(partition.state("always")).isEqualTo(TaskState.QUEUED);
      assertThat(partition.effects(AssignTask.class).getLast().inputs()).singleElement()
          .isEqualTo(new TaskInput.Ended(TaskState.SUCCESS, partition.instance("a").output));
    }

    @Test void an_outcome_is_awaited_even_if_the_rule_is_met_before() {
      TestPartition partition = TestPartition.running(
          dag(task("a"), task("b"), task("c").outcome("a").after("b").rule(JoinRule.ONE_SUCCESS)));
      partition.succeed("b");
      assertThat(partition.state("c")).isEqualTo(TaskState.WAITING);
      partition.fail("a");
      assertThat(partition.state("c")).isEqualTo(TaskState.QUEUED);
    }
  }

  /// Semantics §8.
  @Nested
  class Outcomes {
    @Test void a_failed_task_that_is_not_a_leaf_fails_the_run() {
      TestPartition partition = TestPartition.running(dag(task("a"), task("b").after("a").rule(JoinRule.ALL_DONE)));
      partition.fail("a");
      partition.succeed("b");

      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    }

    @Test void a_tolerated_failure_does_not_fail_the_run() {
      TestPartition partition = TestPartition.running(dag(task("a").allowFailure(), task("b")));
      partition.fail("a");
      partition.succeed("b");

      assertThat(partition.state("a")).isEqualTo(TaskState.FAILED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void what_follows_a_tolerated_failure_counts_unless_tolerated_too() {
      TestPartition partition = TestPartition.running(dag(task("a").allowFailure(), task("b").needs("a")));
      partition.fail("a");

      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    }

    @Test void all_skipped_is_skipped() {
      TestPartition partition = TestPartition.running(dag(sharded("s").omitWhenEmpty(), task("r").needs("s")));
      partition.expand("s", 0);

      assertThat(partition.outcome()).isEqualTo(RunOutcome.SKIPPED);
    }
  }

  /// Semantics §10.
  @Nested
  class Retries {
    @Test void waits_grow_by_the_factor_up_to_the_cap_until_the_budget_is_used_up() {
      TestPartition partition = TestPartition.running(dag(task("a").retry(new RetryNode(5, 1_000, 3, 10_000, 0))));
      long[] waits = {1_000, 3_000, 9_000, 10_000};
      for (long wait : waits) {
        partition.fail("a");
        assertThat(partition.instance("a").dueAt - partition.now).isEqualTo(wait);
        partition.pass(wait - 1);
        assertThat(partition.state("a")).isEqualTo(TaskState.RETRY_WAIT);
        partition.pass(1);
        assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
      }
      partition.fail("a");

      assertThat(partition.state("a")).isEqualTo(TaskState.FAILED);
      assertThat(partition.instance("a").attempt).isEqualTo(5);
    }

    @Test void jitter_takes_up_to_its_part_off_each_wait() {
      TestPartition partition = TestPartition.running(dag(task("a").retry(new RetryNode(501, 1_000, 1, 0, 0.5))));
      for (int i = 0; i < 500; i++) {
        partition.fail("a");
        partition.pass(1_000);
      }
      long[] waits = partition.journal.stream()
          .filter(t -> t.fact() instanceof RetryScheduled)
          .mapToLong(t -> ((RetryScheduled) t.fact()).dueAt() - t.at())
          .toArray();
      assertThat(LongStream.of(waits)).allMatch(wait -> wait > 499 && wait <= 1_000);
      assertThat(LongStream.of(waits).summaryStatistics().getAverage()).isBetween(700.0, 800.0);
    }

    @Test void a_body_may_ask_for_another_wait() {
      TestPartition partition = TestPartition.running(dag(task("a").retry(1)));
      partition.fail("a", retryAfter(77_000));
      assertThat(partition.instance("a").dueAt).isEqualTo(partition.now + 77_000);
    }

    @Test void a_permanent_failure_is_not_retried() {
      TestPartition partition = TestPartition.running(dag(task("a").retry(5)));
      partition.fail("a", permanent());
      assertThat(partition.state("a")).isEqualTo(TaskState.FAILED);
    }

    @Test void a_lost_attempt_costs_no_retry_but_has_a_budget_of_its_own() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      for (int i = 0; i < 10; i++) {
        partition.fail("a", failure(Kind.LOST));
        assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
      }
      partition.fail("a", failure(Kind.LOST));
      assertThat(partition.state("a")).isEqualTo(TaskState.FAILED);
    }

    @Test void an_attempt_lost_beside_the_one_that_ended_the_process_costs_nothing_and_that_one_does() {
      TestPartition partition = TestPartition.running(dag(task("a"), task("b")));
      for (int i = 0; i < 11; i++) {
        long guilty = partition.instance("b").nonce;
        partition.tell(AgentsGone.knowing(Set.of(TestPartition.AGENT), Map.of(guilty, -1)));
      }
      assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
      assertThat(partition.instance("a").losses).isZero();
      assertThat(partition.state("b")).isEqualTo(TaskState.FAILED);
      assertThat(partition.facts(AttemptFailed.class).getLast().failure().message()).startsWith("Lost 11 times")
          .contains("System.exit", "isolated()", "rerun it");
    }

    @Test void a_released_attempt_costs_nothing() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      for (int i = 0; i < 50; i++) {
        partition.fail("a", failure(Kind.RELEASED));
      }
      assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
      assertThat(partition.instance("a").attempt).isEqualTo(51);
    }
  }

  /// Semantics §15.
  @Nested
  class Cancel {
    @Test void what_has_not_started_ends_at_once_and_what_runs_is_asked_to_stop() {
      TestPartition partition = TestPartition.running(
          dag(task("running"), task("retrying").retry(1), task("waiting").needs("running"), task("done"),
              sharded("s")));
      partition.start("running");
      partition.fail("retrying");
      partition.succeed("done");
      partition.expand("s", 3);
      partition.succeed("s", 0);
      partition.cancel();

      assertThat(partition.state("running")).isEqualTo(TaskState.CANCELLING);
      assertThat(partition.state("retrying")).isEqualTo(TaskState.CANCELLED);
      assertThat(partition.state("waiting")).isEqualTo(TaskState.CANCELLED);
      assertThat(partition.state("done")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.state("s")).isEqualTo(TaskState.CANCELLING);
      assertThat(partition.effects(StopAttempt.class)).hasSize(2);
      assertThat(partition.outcome()).isNull();

      partition.fail("running", failure(Kind.CANCELLED));
      partition.fail("s", failure(Kind.CANCELLED), 1, 2);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(partition.run().cancelReason()).isEqualTo("because");
    }

    @Test void a_second_cancel_is_accepted_and_changes_nothing() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      partition.cancel();
      partition.cancel();

      assertThat(partition.last().reply()).isInstanceOf(CancelAccepted.class);
      assertThat(partition.last().facts()).hasOnlyElementsOfType(CommandApplied.class);
    }

    @Test void a_success_that_was_first_stands() {
      TestPartition partition = TestPartition.running(dag(task("a"), task("b").needs("a")));
      partition.cancel();
      partition.succeed("a");

      assertThat(partition.state("a")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.state("b")).isEqualTo(TaskState.CANCELLED);
      assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
    }

    @Test void a_run_that_finished_all_its_work_in_spite_of_a_cancel_succeeded() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      partition.cancel();
      partition.succeed("a");

      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_run_that_waits_for_slots_is_cancelled_at_once() {
      TestPartition partition = TestPartition.blocked(dag(task("a"), task("b").needs("a")));
      partition.cancel();
      assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
      partition.free = 5;
      partition.tell(new SlotsFreed());
      assertThat(partition.effects).isEmpty();
    }
  }

  /// Semantics §17.
  @Nested
  class Triggers {
    @Test void the_same_key_gives_the_first_run() {
      TestPartition partition = TestPartition.empty(dag(task("a")));
      assertThat(partition.create("k")).isEqualTo(new RunAccepted(TestPartition.DAG, 1, 1, true));
      assertThat(partition.create("k")).isEqualTo(new RunAccepted(TestPartition.DAG, 1, 1, false));
      assertThat(partition.create("other")).isEqualTo(new RunAccepted(TestPartition.DAG, 2, 1, true));
    }

    @Test void the_same_key_with_other_parameters_is_refused() {
      TestPartition partition = TestPartition.empty(dag(task("a")));
      partition.create("k");
      Turn turn = partition
          .tell(new CreateRun(TestPartition.DAG, 1, "k", Value.inline(new byte[]{9}, ""), new Trigger.Manual("test")));

      assertThat(turn.reply()).isInstanceOfSatisfying(Refused.class,
          refused -> assertThat(refused.code()).isEqualTo(Refused.Code.KEY_REUSED));
    }
  }

  @Nested
  class Dispatching {
    @Test void greater_priority_goes_first_then_who_was_ready_first() {
      TestPartition partition = TestPartition.blocked(dag(task("a"), task("b").priority(5), task("c")));
      partition.free = 1;
      partition.tell(new SlotsFreed());
      assertThat(partition.state("b")).isEqualTo(TaskState.QUEUED);
      partition.free = 1;
      partition.tell(new SlotsFreed());
      assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
      assertThat(partition.last().blocked()).containsExactly(Requirement.NONE);
    }

    @Test void a_turn_is_never_before_the_last_fact() {
      TestPartition partition = TestPartition.running(dag(task("a")));
      long before = partition.now;
      partition.now -= 60_000;
      assertThat(partition.succeed("a").now()).isEqualTo(before);
    }
  }
}
