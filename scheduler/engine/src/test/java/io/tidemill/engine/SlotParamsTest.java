package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.slotDag;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.JoinRule;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import org.junit.jupiter.api.Test;

/// The parameters of a run of a slot are made by an attempt of its own, before anything else begins.
class SlotParamsTest {
  private static final String PARAMS = "slot-params";

  private final TestPartition partition = TestPartition
      .ofSlot(slotDag(task("a"), task("b").needs("a"), task("clean").after("b").rule(JoinRule.ALL_DONE)));

  @Test void a_run_of_a_slot_makes_its_parameters_and_then_begins_with_them() {
    assertThat(assigned(PARAMS).ref().params()).as("what wins over them").isSameAs(TestPartition.VALUE);
    assertThat(partition.state("a")).isEqualTo(TaskState.WAITING);

    partition.succeed(PARAMS);

    Value made = partition.instance(PARAMS).output;
    assertThat(partition.run().params()).isSameAs(made);
    assertThat(assigned("a").ref().params()).isSameAs(made);
    partition.succeed("a");
    partition.succeed("b");
    partition.succeed("clean");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void a_run_that_is_given_its_parameters_makes_none() {
    TestPartition byHand = TestPartition.running(slotDag(task("a")));

    assertThat(byHand.state(PARAMS)).isEqualTo(TaskState.SKIPPED);
    assertThat(byHand.run().params()).isSameAs(TestPartition.VALUE);
    byHand.succeed("a");
    assertThat(byHand.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void without_parameters_the_run_has_failed_and_not_even_clean_up_runs() {
    partition.fail(PARAMS);

    assertThat(partition.state(PARAMS)).isEqualTo(TaskState.FAILED);
    assertThat(partition.state("a")).isEqualTo(TaskState.UPSTREAM_FAILED);
    assertThat(partition.state("clean")).isEqualTo(TaskState.UPSTREAM_FAILED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(partition.effects(AssignTask.class)).hasSize(1);
  }

  @Test void a_function_that_hangs_is_stopped_and_the_run_has_failed() {
    partition.start(PARAMS);
    partition.pass(60_001);
    assertThat(partition.effects(StopAttempt.class)).hasSize(1);

    partition.fail(PARAMS, TestPartition.failure(Failure.Kind.TIMED_OUT));

    assertThat(partition.state(PARAMS)).isEqualTo(TaskState.TIMED_OUT);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void a_function_that_does_not_stop_and_so_ends_its_agent_is_not_given_to_another_one() {
    partition.start(PARAMS);
    partition.pass(60_001);

    partition.fail(PARAMS, TestPartition.failure(Failure.Kind.LOST));

    assertThat(partition.state(PARAMS)).isEqualTo(TaskState.TIMED_OUT);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void a_lost_agent_costs_nothing() {
    partition.fail(PARAMS, TestPartition.failure(Failure.Kind.LOST));

    assertThat(partition.state(PARAMS)).isEqualTo(TaskState.QUEUED);
    assertThat(partition.instance(PARAMS).attempt).isEqualTo(2);
  }

  @Test void a_run_that_is_cancelled_before_it_has_its_parameters_runs_nothing() {
    partition.cancel();
    partition.fail(PARAMS, TestPartition.failure(Failure.Kind.CANCELLED));

    assertThat(partition.state("clean")).isEqualTo(TaskState.CANCELLED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(partition.effects(AssignTask.class)).hasSize(1);
  }

  @Test void a_rerun_of_what_failed_makes_them_anew() {
    partition.fail(PARAMS);
    partition.now += 1_000;

    assertThat(((RerunPlanned) partition.planRerun()).changes()).extracting(RerunPlanned.Change::task)
        .containsExactly(PARAMS, "a", "b", "clean");
    partition.rerun();
    assertThat(partition.state(PARAMS)).isEqualTo(TaskState.QUEUED);
    assertThat(partition.state("a")).isEqualTo(TaskState.WAITING);
    partition.succeed(PARAMS);
    assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
  }

  @Test void a_rerun_of_a_later_task_keeps_them_and_one_of_their_own_runs_all_again() {
    partition.succeed(PARAMS);
    partition.succeed("a");
    partition.fail("b");
    partition.succeed("clean");
    Value made = partition.run().params();
    partition.now += 1_000;

    partition.rerun();
    assertThat(assigned("b").ref().params()).isSameAs(made);
    partition.succeed("b");
    partition.succeed("clean");
    partition.now += 1_000;

    partition.rerun(PARAMS);
    assertThat(assigned(PARAMS).ref().params()).isSameAs(TestPartition.VALUE);
    assertThat(partition.state("a")).isEqualTo(TaskState.WAITING);
  }

  @Test void a_run_by_hand_that_goes_over_to_a_version_with_schedules_runs_no_more_than_it_must() {
    TestPartition byHand = TestPartition.running(dag(task("a"), task("b").needs("a")));
    byHand.succeed("a");
    byHand.fail("b");
    byHand.now += 1_000;
    byHand.deploy(2, slotDag(task("a"), task("b").needs("a")));

    byHand.rerun(2, new Rerun.Target[0]);

    assertThat(byHand.state("a")).isEqualTo(TaskState.SUCCESS);
    assertThat(byHand.state("b")).isEqualTo(TaskState.QUEUED);
    assertThat(byHand.state(PARAMS)).isEqualTo(TaskState.SKIPPED);
  }

  @Test void a_run_keeps_its_parameters_when_the_schedules_are_gone_from_its_version() {
    partition.succeed(PARAMS);
    Value made = partition.run().params();
    partition.succeed("a");
    partition.fail("b");
    partition.succeed("clean");
    partition.now += 1_000;
    partition.deploy(2, dag(task("a"), task("b").needs("a"), task("clean").after("b").rule(JoinRule.ALL_DONE)));

    partition.rerun(2, new Rerun.Target[0]);

    assertThat(assigned("b").ref().params()).isSameAs(made);
  }

  @Test void a_run_with_nothing_to_do_is_skipped_though_it_made_its_parameters() {
    TestPartition nothing = TestPartition.ofSlot(slotDag(TaskSpec.sharded("s").omitWhenEmpty()));
    nothing.succeed(PARAMS);
    nothing.expand("s", 0);

    assertThat(nothing.outcome()).isEqualTo(RunOutcome.SKIPPED);
  }

  @Test void recovery_finds_what_was_made_and_what_was_given() {
    partition.succeed(PARAMS);

    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
    assertThat(Snapshots.recover(partition.state).existing(TestPartition.DAG, 1).params())
        .isSameAs(partition.run().params());
  }

  private AssignTask assigned(String task) {
    return partition.effects(AssignTask.class)
        .stream()
        .filter(each -> each.task() == partition.index(task))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
