package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import org.junit.jupiter.api.Test;

/// Semantics §9.
class TimeoutsTest {
  @Test void queue_timeout_ends_a_task_that_finds_no_slot() {
    TestPartition partition = TestPartition.blocked(dag(task("a").timeouts(1_000, 0, 0), task("b").needs("a")));

    partition.pass(999);
    assertThat(partition.state("a")).isEqualTo(TaskState.READY);
    partition.pass(1);

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(partition.state("b")).isEqualTo(TaskState.UPSTREAM_FAILED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void queue_timeout_stops_an_attempt_that_its_agent_did_not_start_in_time_even_if_retries_are_left() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(1_000, 0, 0).retry(3)));

    partition.pass(1_000 + Deadlines.START_KNOWN_AFTER);

    assertThat(partition.state("a")).isEqualTo(TaskState.CANCELLING);
    assertThat(partition.effects(StopAttempt.class)).singleElement().matches(StopAttempt::timedOut);
    partition.fail("a", failure(Kind.RELEASED));
    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void a_start_that_is_told_late_is_not_taken_for_none() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(1_000, 0, 0)));

    partition.pass(3_000);
    Instance a = partition.instance("a");
    partition.tell(new TaskStarted(TestPartition.DAG, 1, 0, a.attempt, a.nonce, 2_500));
    partition.pass(100_000);

    assertThat(partition.state("a")).isEqualTo(TaskState.RUNNING);
  }

  @Test void queue_timeout_counts_anew_for_each_attempt() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(1_000, 0, 0).retry(3)));
    partition.fail("a");
    partition.free = 0;
    partition.pass(1_999);
    assertThat(partition.state("a")).isEqualTo(TaskState.READY);
    partition.pass(1);

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void attempt_timeout_counts_from_the_start_and_stops_for_real_before_the_next_attempt() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 1_000, 0).retry(1)));
    partition.pass(60_000);
    partition.start("a");
    partition.pass(1_000);
    assertThat(partition.state("a")).isEqualTo(TaskState.CANCELLING);
    partition.pass(60_000);
    assertThat(partition.instance("a").attempt).isEqualTo(1);

    partition.fail("a", failure(Kind.TIMED_OUT));
    assertThat(partition.state("a")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(1_000);
    partition.start("a");
    partition.pass(1_000);
    partition.fail("a", failure(Kind.CANCELLED));

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(partition.instance("a").failures).isEqualTo(2);
  }

  @Test void a_success_that_comes_while_a_timed_out_attempt_is_stopped_stands() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 1_000, 0)));
    partition.start("a");
    partition.pass(1_000);
    partition.succeed("a");

    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void a_lost_agent_ends_the_wait_for_a_timed_out_attempt_which_has_timed_out() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 1_000, 0).retry(1)));
    partition.start("a");
    partition.pass(1_000);
    partition.fail("a", failure(Kind.LOST));
    assertThat(partition.state("a")).as("it costs a retry, as a body that does not stop ends one agent after the other")
        .isEqualTo(TaskState.RETRY_WAIT);

    partition.pass(1_000);
    partition.start("a");
    partition.pass(1_000);
    partition.fail("a", failure(Kind.LOST));

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void total_timeout_counts_retries_and_their_waits() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 0, 2_500).retry(5)));
    partition.fail("a");
    partition.pass(1_000);
    partition.fail("a");
    partition.pass(1_499);
    assertThat(partition.state("a")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(1);

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void total_timeout_stops_what_runs_and_no_attempt_follows() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 0, 2_500).retry(5)));
    partition.start("a");
    partition.pass(2_500);
    assertThat(partition.state("a")).isEqualTo(TaskState.CANCELLING);
    partition.fail("a", failure(Kind.LOST));

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void total_timeout_of_a_sharded_task_stops_all_its_shards() {
    TestPartition partition = TestPartition.running(
        dag(sharded("s").timeouts(0, 0, 5_000).concurrency(2), sharded("t").aligned("s"), task("r").needs("t")));
    partition.expand("s", 4);
    partition.succeed("s", 0);
    partition.pass(5_000);

    assertThat(partition.state("s")).isEqualTo(TaskState.CANCELLING);
    assertThat(partition.shardStates("s")).containsExactly(ShardState.SUCCESS, ShardState.ASSIGNED, ShardState.ASSIGNED,
        ShardState.TIMED_OUT);
    partition.fail("s", failure(Kind.CANCELLED), 1);
    partition.succeed("s", 2);

    assertThat(partition.shardStates("s")).containsExactly(ShardState.SUCCESS, ShardState.TIMED_OUT, ShardState.SUCCESS,
        ShardState.TIMED_OUT);
    assertThat(partition.state("s")).isEqualTo(TaskState.TIMED_OUT);
    partition.succeed("t", 0, 2);
    assertThat(partition.state("t")).isEqualTo(TaskState.UPSTREAM_FAILED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void total_timeout_that_passed_while_a_task_expanded_starts_no_shard() {
    TestPartition partition = TestPartition.running(dag(sharded("s").timeouts(0, 0, 5_000)));
    partition.start("s");
    partition.pass(5_000);
    partition.expand("s", 4);

    assertThat(partition.effects(AssignShards.class)).isEmpty();
    assertThat(partition.state("s")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void attempt_timeout_of_shards_is_left_to_their_agent_which_alone_knows_when_they_begin() {
    TestPartition partition = TestPartition.running(dag(sharded("s").timeouts(0, 1_000, 0).retry(1)));
    partition.expand("s", 3);
    partition.pass(1_000_000);
    assertThat(partition.effects(StopAttempt.class)).isEmpty();

    partition.fail("s", failure(Kind.TIMED_OUT), 0);
    partition.succeed("s", 1, 2);
    assertThat(partition.shardStates("s")).containsExactly(ShardState.RETRY_WAIT, ShardState.SUCCESS,
        ShardState.SUCCESS);
    partition.pass(1_000);
    partition.fail("s", failure(Kind.TIMED_OUT), 0);

    assertThat(partition.shardStates("s")).containsExactly(ShardState.TIMED_OUT, ShardState.SUCCESS,
        ShardState.SUCCESS);
    assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
  }

  @Test void a_wait_that_a_body_asks_for_ends_at_the_total_timeout_however_long_it_is() {
    TestPartition partition = TestPartition.running(dag(task("a").timeouts(0, 0, 5_000).retry(2)));
    partition.start("a");
    partition.fail("a", new Failure(Kind.FAILED, "", "", "", "", true, Long.MAX_VALUE));
    assertThat(partition.state("a")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(4_999);
    assertThat(partition.state("a")).isEqualTo(TaskState.RETRY_WAIT);
    partition.pass(1);

    assertThat(partition.state("a")).isEqualTo(TaskState.TIMED_OUT);
  }

  @Test void run_deadline_cancels_the_run_and_says_so() {
    TestPartition partition = TestPartition.running(dag(90_000, task("a"), task("b").needs("a")));
    partition.pass(90_000);

    assertThat(partition.run().cancelReason()).isEqualTo("run deadline of 1 min 30 s exceeded");
    assertThat(partition.state("a")).isEqualTo(TaskState.CANCELLING);
    partition.fail("a", failure(Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void run_deadline_counts_anew_when_a_run_is_rerun() {
    TestPartition partition = TestPartition.running(dag(90_000, task("a")));
    partition.fail("a");
    partition.pass(1_000_000);
    partition.rerun();
    partition.pass(89_999);
    assertThat(partition.run().cancelRequested()).isFalse();
    partition.pass(1);
    assertThat(partition.run().cancelRequested()).isTrue();
  }

  @Test void timers_are_gone_when_nothing_waits_for_them() {
    TestPartition partition = TestPartition.running(dag(90_000, task("a").timeouts(1_000, 1_000, 9_000).retry(2),
        sharded("s").timeouts(1_000, 2_000, 3_000).retry(2)));
    partition.fail("a");
    partition.pass(1_000);
    partition.start("a");
    partition.expand("s", 2);
    partition.fail("s", 0);
    assertThat(partition.state.timers()).isNotEmpty();
    partition.succeed("a");
    partition.pass(1_000);
    partition.succeed("s", 0, 1);

    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(partition.state.timers()).isEmpty();
  }

  @Test void timers_follow_from_the_state_alone() {
    TestPartition partition = TestPartition.running(dag(90_000, task("a").timeouts(1_000, 1_000, 9_000).retry(2),
        sharded("s").timeouts(1_000, 2_000, 3_000).retry(2)));
    partition.start("a");
    partition.expand("s", 2);
    partition.fail("s", 0);
    PartitionState recovered = Snapshots.recover(partition.state);

    assertThat(recovered.timers()).isEqualTo(partition.state.timers()).hasSize(3);
  }
}
