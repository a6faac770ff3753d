package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.MarkPlanned.Change;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import org.junit.jupiter.api.Test;

/// Somebody says how a task ended, or that it shall not run (semantics §6).
class MarkTaskTest {
  private static final Value VALUE = TestPartition.VALUE;

  /// `load` failed, and nothing behind it ran.
  private static TestPartition failed() {
    TestPartition partition = TestPartition
        .running(
            dag(task("load"), task("check").needs("load"), task("store").needs("check"), task("tell").after("load")));
    partition.fail("load", TestPartition.permanent());
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    return partition;
  }

  private static void assertRefused(Reply reply, Refused.Code code, String... words) {
    assertThat(reply).isInstanceOfSatisfying(Refused.class, refused -> {
      assertThat(refused.code()).isEqualTo(code);
      assertThat(refused.message()).contains(words);
    });
  }

  @Test void a_run_goes_on_behind_a_task_that_is_marked_as_success_with_its_value() {
    TestPartition partition = failed();

    assertThat(partition.mark("load", TaskState.SUCCESS, VALUE))
        .isInstanceOfSatisfying(MarkPlanned.class, planned -> assertThat(planned.applied()).isTrue());

    assertThat(partition.outcome()).isNull();
    assertThat(partition.state("load")).isEqualTo(TaskState.SUCCESS);
    assertThat(partition.instance("load").output).isEqualTo(VALUE);
    assertThat(partition.state("check")).isEqualTo(TaskState.QUEUED);
    assertThat(partition.state("store")).isEqualTo(TaskState.WAITING);
    partition.succeed("check");
    partition.succeed("tell");
    partition.succeed("store");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void what_is_applied_is_what_was_shown_or_nothing() {
    TestPartition partition = failed();
    MarkPlanned shown = (MarkPlanned) partition.mark("load", TaskState.SUCCESS, VALUE, false, null);
    assertThat(shown.changes()).containsExactly(new Change("load", "FAILED", "SUCCESS"),
        new Change("check", "UPSTREAM_FAILED", "WAITING"), new Change("store", "UPSTREAM_FAILED", "WAITING"),
        new Change("tell", "UPSTREAM_FAILED", "WAITING"));
    assertThat(partition.last().facts()).isEmpty();

    assertRefused(partition.mark("load", TaskState.SKIPPED, null, true, shown.hash()), Refused.Code.PLAN_CHANGED,
        "look");
    assertRefused(partition.mark("load", TaskState.SUCCESS, Value.inline(new byte[]{9}, ""), true, shown.hash()),
        Refused.Code.PLAN_CHANGED, shown.hash());
    assertThat(partition.mark("load", TaskState.SUCCESS, VALUE, true, shown.hash())).isInstanceOf(MarkPlanned.class);
    assertThat(partition.facts(TaskMarked.class)).containsExactly(
        new TaskMarked(TestPartition.DAG, 1, partition.index("load"), TaskState.SUCCESS, VALUE, "me", "by hand"));
  }

  @Test void a_success_that_is_read_needs_a_value_and_one_without_a_result_takes_none() {
    TestPartition partition = failed();

    assertRefused(partition.mark("load", TaskState.SUCCESS), Refused.Code.INVALID, "'check' reads", "found none");
    assertRefused(partition.mark("load", TaskState.SKIPPED, VALUE), Refused.Code.INVALID, "no value");
    assertRefused(partition.mark("load", TaskState.SUCCESS, Value.inline(new byte[]{1}, "Odd")), Refused.Code.INVALID,
        "'Odd'");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void a_failed_task_that_is_marked_as_skipped_skips_what_is_behind_it_and_ends_the_run_anew() {
    TestPartition partition = TestPartition
        .running(dag(task("other"), task("load"), task("check").needs("load")));
    partition.succeed("other");
    partition.fail("load", TestPartition.permanent());

    partition.mark("load", TaskState.SKIPPED);

    assertThat(partition.state("check")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void a_task_that_succeeded_can_be_marked_as_failed_and_what_ran_behind_it_stays() {
    TestPartition partition = TestPartition.running(dag(task("load"), task("check").needs("load")));
    partition.succeed("load");
    partition.succeed("check");

    partition.mark("load", TaskState.FAILED);

    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(partition.instance("load").output).isNull();
    assertThat(partition.state("check")).isEqualTo(TaskState.SUCCESS);
    partition.rerun();
    assertThat(partition.state("load")).isEqualTo(TaskState.QUEUED);
    assertThat(partition.instance("load").marked).as("a rerun forgets the mark").isFalse();
  }

  @Test void a_task_that_waits_can_be_skipped_while_the_run_goes_on() {
    TestPartition partition = TestPartition
        .running(dag(task("load"), task("check").after("load"), task("store").after("check")));

    partition.mark("check", TaskState.SKIPPED);

    assertThat(partition.facts(RunReopened.class)).isEmpty();
    partition.succeed("load");
    assertThat(partition.state("check")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.state("store")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void what_was_marked_itself_stays_when_something_before_it_is_marked() {
    TestPartition partition = failed();
    partition.mark("check", TaskState.SKIPPED);
    assertThat(partition.state("store")).isEqualTo(TaskState.SKIPPED);

    partition.mark("load", TaskState.SUCCESS, VALUE);

    assertThat(partition.state("check")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.state("tell")).isEqualTo(TaskState.QUEUED);
  }

  @Test void a_branch_opens_by_the_variant_of_the_value() {
    TestPartition partition = TestPartition.running(
        dag(task("choose").variants("yes", "no"), task("a").edge(EdgeKind.ORDER, "choose", "yes"),
            task("b").edge(EdgeKind.ORDER, "choose", "no")));
    partition.fail("choose", TestPartition.permanent());

    assertRefused(partition.mark("choose", TaskState.SUCCESS, VALUE), Refused.Code.INVALID, "yes, no", "none");
    assertThat(partition.mark("choose", TaskState.SUCCESS, Value.inline(new byte[]{1}, "no")))
        .isInstanceOf(MarkPlanned.class);

    assertThat(partition.state("a")).isEqualTo(TaskState.SKIPPED);
    assertThat(partition.state("b")).isEqualTo(TaskState.QUEUED);
  }

  @Test void what_an_agent_has_what_is_sharded_and_what_is_so_already_is_refused() {
    TestPartition partition = TestPartition.running(dag(task("load"), sharded("fit").over("load"), task("end")));

    assertRefused(partition.mark("load", TaskState.SKIPPED), Refused.Code.WRONG_STATE, "QUEUED", "cancel the run");
    assertRefused(partition.mark("fit", TaskState.SKIPPED), Refused.Code.WRONG_STATE, "sharded");
    assertRefused(partition.mark("nothing", TaskState.SKIPPED), Refused.Code.NOT_FOUND, "'nothing'");
    partition.succeed("end");
    assertRefused(partition.mark("end", TaskState.SUCCESS, VALUE), Refused.Code.WRONG_STATE, "not SUCCESS yet");
    partition.cancel();
    assertRefused(partition.mark("end", TaskState.FAILED), Refused.Code.WRONG_STATE, "being cancelled");
    partition.number = 9;
    assertRefused(partition.mark("end", TaskState.FAILED), Refused.Code.NOT_FOUND, "no run 9");
  }
}
