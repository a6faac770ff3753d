package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.failure;
import static io.tidemill.engine.state.ShardState.ASSIGNED;
import static io.tidemill.engine.state.ShardState.OMITTED;
import static io.tidemill.engine.state.ShardState.SUCCESS;
import static io.tidemill.engine.state.ShardState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RerunPlanned.Extent;
import io.tidemill.engine.state.RunOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A sharded task whose elements were made anew (semantics §11): keys that were added run, those that are gone are omitted, and what
/// is kept is kept. A key has one index in a run, so what is known of it stays its own.
final class ExpandedAgainTest {
  private final TestPartition partition = TestPartition
      .running(dag(task("list"), sharded("work").over("list"), sharded("check").aligned("work"),
          task("sum").needs("check")));

  /// Shards a, b and c of both tasks are done.
  private void done() {
    partition.succeed("list");
    partition.expand("work", 3);
    partition.succeed("work", 0, 1, 2);
    partition.succeed("check", 0, 1, 2);
    partition.succeed("sum");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void the_plan_says_that_shards_are_kept() {
    done();
    assertThat(partition.planRerun("list")).isInstanceOfSatisfying(RerunPlanned.class,
        plan -> assertThat(plan.changes()).extracting(RerunPlanned.Change::extent)
            .containsExactly(Extent.ALL, Extent.CHANGED_SHARDS, Extent.CHANGED_SHARDS, Extent.ALL));
  }

  @Test void an_expansion_is_told_of_the_shards_before() {
    done();
    partition.rerun("list");
    partition.succeed("list");
    assertThat(partition.effects(AssignTask.class).getLast().previous()).isNotNull()
        .satisfies(previous -> assertThat(previous.count()).isEqualTo(3))
        .satisfies(previous -> assertThat(previous.elements()).isNotNull());
  }

  /// The list was a, b, c; now it is d, c, b, and the element of b is another one.
  @Test void added_and_changed_shards_run_removed_ones_are_omitted_and_the_others_keep_their_results() {
    done();
    partition.rerun("list");
    partition.succeed("list");
    partition.expandAgain("work", 4, List.of(3, 2, 1), List.of(2));

    assertThat(partition.shardStates("work")).containsExactly(OMITTED, ASSIGNED, SUCCESS, ASSIGNED);
    assertThat(partition.shardStates("check")).containsExactly(OMITTED, WAITING, SUCCESS, WAITING);
    assertThat(partition.shards("work").attempt(1)).isEqualTo(2);
    assertThat(partition.shards("work").attempt(2)).isEqualTo(1);
    assertThat(partition.shards("work").attempt(3)).isEqualTo(1);
    partition.succeed("work", 1, 3);
    partition.succeed("check", 1, 3);

    assertThat(partition.effects(AssignTask.class).getLast().inputs().getFirst()).isInstanceOfSatisfying(
        TaskInput.Sharded.class, input -> {
          assertThat(input.order()).containsExactly(3, 2, 1);
          assertThat(input.failed()).isEmpty();
        });
    partition.succeed("sum");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void a_failed_shard_that_is_still_there_runs_again() {
    partition.succeed("list");
    partition.expand("work", 2);
    partition.succeed("work", 0);
    partition.fail("work", 1);
    partition.succeed("check", 0);
    partition.rerun("list");
    partition.succeed("list");
    partition.expandAgain("work", 2, List.of(0, 1), List.of(0, 1));
    assertThat(partition.shardStates("work")).containsExactly(SUCCESS, ASSIGNED);
    assertThat(partition.shardStates("check")).containsExactly(SUCCESS, WAITING);
  }

  @Test void who_names_the_sharded_task_runs_all_its_shards() {
    done();
    partition.rerun("work");
    assertThat(partition.effects(AssignTask.class).getLast().previous().elements()).isNull();
    partition.expandAgain("work", 3, List.of(0, 1, 2), List.of(0, 1, 2));
    assertThat(partition.shardStates("work")).containsOnly(ASSIGNED);
    assertThat(partition.shardStates("check")).containsOnly(WAITING);
    assertThat(partition.shards("work").attempt(0)).isEqualTo(2);
  }

  @Test void shards_that_see_another_side_input_all_run() {
    TestPartition other = TestPartition
        .running(dag(task("list"), task("rates").after("list"), sharded("work").over("list").needs("rates")));
    other.succeed("list");
    other.succeed("rates");
    other.expand("work", 2);
    other.succeed("work", 0, 1);
    other.rerun("list");
    other.succeed("list");
    other.succeed("rates");
    other.expandAgain("work", 2, List.of(0, 1), List.of(0, 1));
    assertThat(other.shardStates("work")).containsOnly(ASSIGNED);
  }

  @Test void all_gone_is_no_shards() {
    done();
    partition.rerun("list");
    partition.succeed("list");
    partition.expandAgain("work", 3, List.of(), List.of());
    assertThat(partition.shardStates("check")).containsOnly(OMITTED);
    assertThat(partition.effects(AssignTask.class).getLast().inputs())
        .containsExactly(new TaskInput.Sharded(0, null, List.of(), List.of(), List.of()));
    partition.succeed("sum");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void shards_are_kept_over_a_cancelled_rerun() {
    done();
    partition.rerun("list");
    partition.succeed("list");
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
    partition.rerun();
    partition.expandAgain("work", 3, List.of(0, 1, 2), List.of(0, 1, 2));
    assertThat(partition.shardStates("work")).containsOnly(SUCCESS);
    assertThat(partition.shardStates("check")).containsOnly(SUCCESS);
  }

  @Test void an_aligned_task_that_is_new_to_the_run_has_only_the_shards_that_there_are() {
    partition.succeed("list");
    partition.expand("work", 2);
    partition.succeed("work", 0);
    partition.cancel();
    partition.fail("work", failure(Kind.CANCELLED), 1);
    partition.fail("check", failure(Kind.CANCELLED), 0);
    partition.deploy(2, dag(task("list"), sharded("work").over("list"), sharded("more").aligned("work")));
    partition.rerun(2, Rerun.Target.all("list"));
    partition.succeed("list");
    partition.expandAgain("work", 2, List.of(0), List.of(0));
    assertThat(partition.shardStates("more")).containsExactly(ASSIGNED, OMITTED);
  }

  @Test void an_agent_that_counts_anew_never_repeats_the_number_of_an_attempt() {
    done();
    partition.rerun("list");
    partition.succeed("list");
    partition.expand("work", 2);
    assertThat(partition.shardStates("work")).containsOnly(ASSIGNED);
    assertThat(partition.shards("work").attempt(0)).isEqualTo(2);
    assertThat(partition.shardStates("check")).containsOnly(WAITING);
  }
}
