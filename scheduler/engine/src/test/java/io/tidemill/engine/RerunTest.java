package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.state.ShardState.ASSIGNED;
import static io.tidemill.engine.state.ShardState.FAILED;
import static io.tidemill.engine.state.ShardState.SUCCESS;
import static io.tidemill.engine.state.ShardState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RerunPlanned.Extent;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a rerun runs, and on which version (semantics §6, §11).
final class RerunTest {
  private static Rerun.Target shards(String task, Integer... shards) {
    return new Rerun.Target(task, List.of(shards));
  }

  @Nested
  class Shards {
    private final TestPartition partition = TestPartition
        .running(dag(task("list"), sharded("fit").over("list").maxFailedShards(2), sharded("score").aligned("fit"),
            task("best").needs("score"), task("other").needs("fit")));

    /// Shard 1 of `fit` failed and is tolerated.
    private void tolerated() {
      partition.succeed("list");
      partition.expand("fit", 3);
      partition.succeed("fit", 0, 2);
      partition.fail("fit", 1);
      partition.succeed("score", 0, 2);
      partition.succeed("best");
      partition.succeed("other");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void one_shard_runs_with_the_same_shard_behind_it_and_the_reduce_and_nothing_else() {
      tolerated();
      partition.rerun(shards("fit", 2));
      assertThat(partition.shardStates("fit")).containsExactly(SUCCESS, FAILED, ASSIGNED);
      assertThat(partition.shardStates("score").get(0)).isEqualTo(SUCCESS);
      assertThat(partition.shardStates("score").get(2)).isEqualTo(WAITING);
      assertThat(partition.state("best")).isEqualTo(TaskState.WAITING);
      assertThat(partition.state("list")).isEqualTo(TaskState.SUCCESS);
      partition.succeed("fit", 2);
      partition.succeed("score", 2);
      partition.succeed("best");
      partition.succeed("other");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
      assertThat(partition.shards("fit").attempt(0)).isEqualTo(1);
      assertThat(partition.shards("fit").attempt(2)).isEqualTo(2);
    }

    @Test void what_failed_includes_shards_that_were_tolerated() {
      tolerated();
      assertThat(partition.planRerun()).isInstanceOfSatisfying(RerunPlanned.class,
          plan -> assertThat(plan.changes()).contains(new RerunPlanned.Change("fit", "SUCCESS", Extent.SHARDS, 1),
              new RerunPlanned.Change("score", "SUCCESS", Extent.SHARDS, 1)));
      partition.rerun();
      partition.succeed("fit", 1);
      partition.succeed("score", 1);
      partition.succeed("best");
      partition.succeed("other");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
      assertThat(partition.shardStates("fit")).containsOnly(SUCCESS);
    }

    @Test void a_shard_whose_input_is_not_there_is_refused() {
      tolerated();
      assertThat(partition.rerun(shards("score", 1))).isInstanceOfSatisfying(Refused.class,
          refused -> assertThat(refused.message()).contains("'fit' has no result"));
      assertThat(partition.rerun(shards("fit", 1), shards("score", 1))).isInstanceOf(RerunPlanned.class);
    }

    @Test void a_shard_that_there_is_not_is_refused() {
      tolerated();
      assertThat(partition.rerun(shards("fit", 3))).isInstanceOf(Refused.class);
      assertThat(partition.rerun(shards("list", 0))).isInstanceOf(Refused.class);
    }
  }

  @Nested
  class Versions {
    private final TestPartition partition = TestPartition
        .running(dag(task("load"), task("transform").needs("load"), task("store").needs("transform")));

    private void failed() {
      partition.succeed("load");
      partition.fail("transform");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
    }

    @Test void a_run_goes_on_with_the_version_that_is_chosen() {
      failed();
      partition.deploy(2, dag(task("load"), task("transform").needs("load"), task("store").needs("transform")));
      assertThat(partition.rerun(2)).isInstanceOfSatisfying(RerunPlanned.class, plan -> {
        assertThat(plan.version()).isEqualTo(2);
        assertThat(plan.original()).isEqualTo(1);
      });
      assertThat(partition.run().compiled().versions()).containsExactly(1, 2);
      assertThat(partition.instance("transform").version).isEqualTo(2);
      assertThat(partition.instance("load").version).isEqualTo(1);
      partition.succeed("transform");
      partition.succeed("store");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_plan_of_one_version_is_not_that_of_another() {
      failed();
      partition.deploy(2, dag(task("load"), task("transform").needs("load"), task("store").needs("transform")));
      assertThat(((RerunPlanned) partition.planRerun(2)).hash())
          .isNotEqualTo(((RerunPlanned) partition.planRerun(1)).hash());
    }

    /// Tasks are named by their ids, wherever the version declares them.
    @Test void tasks_keep_their_place_new_ones_run_and_removed_ones_are_omitted() {
      failed();
      partition.deploy(2, dag(task("check").needs("load"), task("transform").needs("load").after("check"),
          task("load")));
      assertThat(partition.planRerun(2)).isInstanceOfSatisfying(RerunPlanned.class,
          plan -> assertThat(plan.changes()).containsExactly(
              new RerunPlanned.Change("transform", "FAILED", Extent.ALL, -1),
              new RerunPlanned.Change("store", "UPSTREAM_FAILED", Extent.REMOVED, -1),
              new RerunPlanned.Change("check", "WAITING", Extent.ADDED, -1)));
      int load = partition.index("load");
      partition.rerun(2);
      assertThat(partition.index("load")).isEqualTo(load);
      assertThat(partition.state("load")).isEqualTo(TaskState.SUCCESS);
      assertThat(partition.state("store")).isEqualTo(TaskState.OMITTED);
      partition.succeed("check");
      partition.succeed("transform");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }

    @Test void a_result_of_another_type_that_would_be_read_is_refused() {
      failed();
      partition.deploy(2, dag(task("load").result("int"), task("transform").needs("load"),
          task("store").needs("transform")));
      assertThat(partition.planRerun(2)).isInstanceOfSatisfying(Refused.class, refused -> {
        assertThat(refused.code()).isEqualTo(Refused.Code.INCOMPATIBLE);
        assertThat(refused.message()).contains("task 'load'").contains("java.lang.String").contains("int");
      });
      assertThat(partition.rerun(2, Rerun.Target.all("load"))).isInstanceOf(RerunPlanned.class);
    }

    @Test void the_run_can_go_back_to_the_version_it_began_with() {
      failed();
      partition.deploy(2, dag(task("load"), task("more").needs("load"), task("transform").needs("more")));
      partition.rerun(2);
      partition.succeed("more");
      partition.fail("transform");
      partition.rerun(1);
      assertThat(partition.run().compiled().versions()).containsExactly(1, 2, 1);
      partition.succeed("transform");
      partition.succeed("store");
      assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
    }
  }
}
