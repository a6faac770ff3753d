package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TaskSpec.withGrace;
import static io.tidemill.engine.TestPartition.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.JoinRule;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clean-up still runs when a run is cancelled or its deadline is over (semantics §15).
final class CleanUpTest {
  private static TestPartition cluster(long deadline) {
    TestPartition partition = TestPartition.running(dag(deadline, task("start"), task("work").needs("start"),
        task("store").needs("work"), task("stop").needs("start").after("work", "store").rule(JoinRule.ALL_DONE),
        task("alert").after("work").rule(JoinRule.ONE_FAILED)));
    partition.succeed("start");
    return partition;
  }

  @Test void clean_up_runs_once_what_was_cancelled_has_ended() {
    TestPartition partition = cluster(0);
    partition.cancel();
    assertThat(partition.state("work")).isEqualTo(TaskState.CANCELLING);
    assertThat(partition.state("store")).isEqualTo(TaskState.CANCELLED);
    assertThat(partition.state("stop")).isEqualTo(TaskState.WAITING);
    partition.fail("work", failure(Kind.CANCELLED));
    assertThat(partition.state("stop")).isEqualTo(TaskState.QUEUED);
    assertThat(partition.state("alert")).isEqualTo(TaskState.CANCELLED); // nothing failed
    partition.succeed("stop");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(partition.state.timers()).isEmpty();
  }

  @Test void a_deadline_counts_as_timed_out_for_the_rules_and_the_run_has_failed() {
    TestPartition partition = cluster(90_000);
    partition.pass(90_000);
    partition.fail("work", failure(Kind.CANCELLED));
    assertThat(partition.state("work")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(partition.state("stop")).isEqualTo(TaskState.QUEUED);
    assertThat(partition.state("alert")).isEqualTo(TaskState.QUEUED);
    partition.succeed("stop");
    partition.succeed("alert");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void clean_up_that_runs_when_the_run_is_cancelled_goes_on_with_its_retries() {
    TestPartition partition = TestPartition
        .running(dag(task("work"), task("stop").after("work").rule(JoinRule.ALL_DONE).retry(1)));
    partition.succeed("work");
    partition.cancel();
    partition.fail("stop");
    assertThat(partition.state("stop")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(1_000);
    partition.succeed("stop");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void a_second_cancel_ends_clean_up_too() {
    TestPartition partition = cluster(0);
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED));
    partition.cancel();
    assertThat(partition.state("stop")).isEqualTo(TaskState.CANCELLING);
    partition.fail("stop", failure(Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test void a_second_cancel_ends_clean_up_that_still_waits() {
    TestPartition partition = cluster(0);
    partition.cancel();
    partition.cancel();
    assertThat(partition.state("stop")).isEqualTo(TaskState.CANCELLED);
    partition.fail("work", failure(Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test void clean_up_has_a_grace_and_no_more() {
    TestPartition partition = cluster(0);
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED));
    partition.pass(599_999);
    assertThat(partition.state("stop")).isEqualTo(TaskState.QUEUED);
    partition.pass(1);
    assertThat(partition.state("stop")).isEqualTo(TaskState.CANCELLING);
    partition.fail("stop", failure(Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test void without_a_grace_there_is_no_clean_up() {
    TestPartition partition = TestPartition
        .running(withGrace(0, dag(task("work"), task("stop").after("work").rule(JoinRule.ALL_DONE))));
    partition.cancel();
    assertThat(partition.state("stop")).isEqualTo(TaskState.CANCELLED);
  }

  @Test void clean_up_in_shards_runs_too() {
    TestPartition partition = TestPartition
        .running(dag(task("work"), sharded("stop").after("work").rule(JoinRule.ALL_DONE)));
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED));
    partition.expand("stop", 2);
    partition.succeed("stop", 0, 1);
    assertThat(partition.state("stop")).isEqualTo(TaskState.SUCCESS);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test void clean_up_over_shards_that_were_cancelled_ends() {
    TestPartition partition = TestPartition.running(dag(task("gate"), sharded("work"),
        sharded("undo").aligned("work").after("gate").rule(JoinRule.ALL_DONE)));
    partition.succeed("gate");
    partition.expand("work", 2);
    partition.succeed("work", 0);
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED), 1);
    partition.succeed("undo", 0);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test void a_rerun_begins_without_the_cancel() {
    TestPartition partition = cluster(0);
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED));
    partition.succeed("stop");
    partition.rerun();
    partition.succeed("work");
    partition.succeed("store");
    partition.succeed("stop");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  /// What each rule does once its only upstream was cancelled, and once it was stopped by the deadline.
  @ParameterizedTest
  @EnumSource(JoinRule.class) void only_rules_that_ended_upstreams_meet_run(JoinRule rule) {
    TestPartition cancelled = TestPartition.running(dag(task("a"), task("b").after("a").rule(rule)));
    cancelled.cancel();
    cancelled.fail("a", failure(Kind.CANCELLED));
    assertThat(cancelled.state("b")).isEqualTo(rule == JoinRule.ALL_DONE ? TaskState.QUEUED : TaskState.CANCELLED);

    TestPartition late = TestPartition.running(dag(1_000, task("a"), task("b").after("a").rule(rule)));
    late.pass(1_000);
    late.fail("a", failure(Kind.CANCELLED));
    boolean cleansUp = rule == JoinRule.ALL_DONE || rule == JoinRule.ONE_FAILED || rule == JoinRule.ALL_FAILED;
    assertThat(late.state("b")).isEqualTo(cleansUp ? TaskState.QUEUED : TaskState.TIMED_OUT);
  }
}
