package io.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random DAGs under random inputs. That the facts fold to the live state is checked after every turn.
class RandomRunsTest {
  private static final int SEEDS = Integer.getInteger("tidemill.seeds", 400);
  private static final long FIRST = Long.getLong("tidemill.seed", 1);

  @Test void every_run_whose_attempts_are_answered_ends() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      assertThat(world.partition.outcome()).as(() -> StateDump.of(world.partition.state)).isNotNull();
      assertThat(world.partition.state.timers()).as("timers of an ended run").isEmpty();
      RunState run = world.partition.run();
      for (int task = 0; task < run.compiled().size(); task++) {
        assertThat(run.state(task).terminal()).isTrue();
      }
    });
  }

  @Test void a_seed_tells_the_same_story_twice() {
    each(seed -> {
      RandomWorld one = new RandomWorld(seed, p -> {});
      RandomWorld two = new RandomWorld(seed, p -> {});
      one.live();
      two.live();
      TurnText story = new TurnText(one.partition.run().compiled());
      assertThat(two.partition.journal.stream().map(t -> t.at() + " " + story.of(t.fact())).toList())
          .isEqualTo(one.partition.journal.stream().map(t -> t.at() + " " + story.of(t.fact())).toList());
      assertThat(StateDump.of(two.partition.state)).isEqualTo(StateDump.of(one.partition.state));
    });
  }

  @Test void a_snapshot_at_any_fact_and_the_facts_after_it_give_the_live_state() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      TestPartition partition = world.partition;
      PartitionState folded = partition.fresh();
      for (TestPartition.Timed timed : partition.journal) {
        if (!(timed.fact() instanceof RunReopened)) {
          Applier.apply(folded, timed.fact(), timed.at());
          assertThat(StateDump.of(Snapshots.recover(folded))).as("recovered after " + timed)
              .isEqualTo(StateDump.of(folded));
          // Go on with what was recovered, as a new owner does.
          folded = Snapshots.recover(folded);
        } else {
          Applier.apply(folded, timed.fact(), timed.at());
        }
      }
      assertThat(StateDump.of(folded)).isEqualTo(StateDump.of(partition.state));
    });
  }

  @Test void no_attempt_starts_while_another_of_its_task_is_with_an_agent() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      PartitionState folded = world.partition.fresh();
      for (TestPartition.Timed timed : world.partition.journal) {
        if (timed.fact() instanceof AttemptAssigned assigned) {
          assertThat(folded.existing(1, 1).state(assigned.task())).isEqualTo(TaskState.READY);
        }
        Applier.apply(folded, timed.fact(), timed.at());
      }
    });
  }

  @Test void no_body_of_a_run_of_a_slot_starts_before_its_parameters_are_made() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      PartitionState folded = world.partition.fresh();
      for (TestPartition.Timed timed : world.partition.journal) {
        int task = timed.fact() instanceof AttemptAssigned one
            ? one.task()
            : timed.fact() instanceof ShardsAssigned several ? several.task() : -1;
        RunState run = folded.run(1, 1);
        if (run != null && run.makesParams() && task >= 0 && task != run.compiled().slotParams()) {
          assertThat(run.state(run.compiled().slotParams())).as(timed.toString()).isEqualTo(TaskState.SUCCESS);
        }
        Applier.apply(folded, timed.fact(), timed.at());
      }
    });
  }

  @Test void the_index_of_what_agents_have_is_what_a_look_at_every_task_finds() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      PartitionState folded = world.partition.fresh();
      for (TestPartition.Timed timed : world.partition.journal) {
        Applier.apply(folded, timed.fact(), timed.at());
        assertThat(StateDump.held(folded)).as("after " + timed).isEqualTo(everyTask(folded.existing(1, 1)));
      }
      assertThat(folded.assignments().agents()).as("agents that have something of an ended run").isEmpty();
    });
  }

  private static Set<String> everyTask(RunState run) {
    Set<String> held = new TreeSet<>();
    for (int task = 0; task < run.compiled().size(); task++) {
      String where = " of task " + task + " in run " + run.number();
      Instance instance = run.instance(task);
      if (run.table(task) != null) {
        run.shards(task).assignments().values().forEach(a -> held.add(a.agent() + " has " + a.nonce() + where));
      } else if (instance != null && run.state(task).active() && instance.agent != 0) {
        held.add(instance.agent + " has " + instance.nonce + where);
      }
    }
    return held;
  }

  @Test void nothing_but_clean_up_starts_after_a_cancel() {
    each(seed -> {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      PartitionState folded = world.partition.fresh();
      for (TestPartition.Timed timed : world.partition.journal) {
        RunState run = folded.run(1, 1);
        if (run != null && timed.fact() instanceof TaskFact about && run.stopped(about.task())) {
          assertThat(about.getClass().getSimpleName()).isNotIn("AttemptAssigned", "ShardsAssigned", "TaskReady",
              "RetryScheduled", "ShardRetriesScheduled", "ShardsReleased");
        }
        Applier.apply(folded, timed.fact(), timed.at());
      }
    });
  }

  @Test void random_runs_see_every_fact_and_every_end() {
    Set<String> facts = new TreeSet<>();
    Set<Object> ends = new HashSet<>();
    for (long seed = 1; seed <= 1_500; seed++) {
      RandomWorld world = new RandomWorld(seed, p -> {});
      world.live();
      world.partition.journal.forEach(timed -> facts.add(timed.fact().getClass().getSimpleName()));
      RunState run = world.partition.run();
      ends.add(run.outcome());
      for (int task = 0; task < run.compiled().size(); task++) {
        ends.add(run.state(task));
        if (run.table(task) != null) {
          ShardTable table = run.shards(task);
          IntStream.range(0, table.size()).mapToObj(table::state).forEach(ends::add);
        }
      }
    }
    // The facts of schedules belong to no run: SchedulesTest.
    assertThat(facts)
        .contains("CommandApplied")
        .doesNotContain("RunVersionChanged") // there is one version: RerunTest
        .hasSize(RunFact.class.getPermittedSubclasses().length + TaskFact.class.getPermittedSubclasses().length);
    assertThat(ends).hasSize(RunOutcome.values().length + 7 + 6);
  }

  /// Whoever adds a field shows it in [StateDump], or says here why two equal states may differ in it.
  @Test void the_portrait_knows_every_field() {
    assertThat(fields(Instance.class)).containsExactlyInAnyOrder("attempt", "shardAttempts", "failures", "losses",
        "nonce", "agent",
        "readyAt", "lastReadyAt", "startedAt", "endedAt", "dueAt", "timedOut", "output", "spent", "version", "previous",
        "keepsShards", "marked",
        "timerAt"); // a cache of Deadlines
    assertThat(fields(ShardAssignment.class)).containsExactlyInAnyOrder("nonce", "agent", "at", "open");
    assertThat(fields(ShardTable.class)).containsExactlyInAnyOrder("states", "attempts", "failures", "losses",
        "assigned",
        "counts", "assignments", "due", "blocks", "keys", "elements", "retriesUsed", "order",
        "agents", "ranOn", "ranMillis", "blockOf", "blocksIndexed", // an index of the blocks
        "firstReady", // a hint where to look first
        "queued"); // about the ready queue, whose order is free
    assertThat(fields(RunState.class)).containsExactlyInAnyOrder("dag", "number", "compiled", "key", "given",
        "trigger",
        "createdAt",
        "states", "unresolved", "instances", "tables", "open", "startedAt", "endedAt", "cancelRequested",
        "cancelReason", "cancelledAt", "deadlineOver", "cleanUpStopped",
        "outcome", "activeSince", "timerAt", // a cache of Deadlines
        "dirty", "dirtyTasks", "written"); // notes for the projection
  }

  private static List<String> fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(f -> !Modifier.isStatic(f.getModifiers()))
        .map(Field::getName)
        .toList();
  }

  private static void each(LongConsumer check) {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        check.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + " (-Dtidemill.seed=" + seed + " -Dtidemill.seeds=1)", e);
      }
    }
  }
}
