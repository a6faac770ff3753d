package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Several DAGs of one partition on a few slots: who gets how much, and who waits how long.
class FairShareTest {
  private int commands;
  private static final Value VALUE = Value.inline(new byte[]{1}, "");
  private static final int QUANTUM = 16;

  private final Map<Integer, CompiledGraph> plans = new HashMap<>();
  private final PartitionState state = new PartitionState((dag, version) -> plans.get(dag), (dag, run, chunks) -> {
    throw new IllegalStateException("Nothing is recovered here");
  });
  /// Attempts that are with agents, the oldest first.
  private final ArrayDeque<One> running = new ArrayDeque<>();
  private final List<Integer> started = new ArrayList<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<Requirement> contended = new HashSet<>();
  private final List<Demand> demands = new ArrayList<>();
  private boolean othersFirst;
  private int free;
  private Turn last;
  private long entropy = 1;

  /// An attempt; shard -1 where the task has none.
  private record One(Effect effect, int dag, int shard) {}

  @Test void a_newcomer_waits_for_one_turn_of_a_dag_with_a_hundred_thousand_shards() {
    free = 8;
    run(1, dag(sharded("s")));
    expand(100_000);
    run(2, dag(task("a")));
    int before = started.size();

    int waited = 0;
    while (!started.subList(before, started.size()).contains(2)) {
      waited++;
      end();
    }

    assertThat(waited).as("attempts that ended before the newcomer started").isLessThanOrEqualTo(QUANTUM + 1);
  }

  @Test void dags_that_always_have_work_share_the_slots_in_equal_parts() {
    free = 10;
    for (int dag = 1; dag <= 4; dag++) {
      run(dag, dag(sharded("s")));
    }
    for (int dag = 1; dag <= 4; dag++) {
      expand(10_000);
    }
    started.clear();
    for (int i = 0; i < 4_000; i++) {
      end();
    }

    for (int dag = 1; dag <= 4; dag++) {
      int which = dag;
      assertThat(started.stream().filter(d -> d == which).count()).as("starts of DAG %d", dag)
          .isBetween(1_000L - QUANTUM, 1_000L + QUANTUM);
    }
  }

  @Test void a_wide_dag_and_many_short_ones_each_get_their_part() {
    free = 4;
    run(1, dag(sharded("s")));
    expand(100_000);
    for (int dag = 2; dag <= 21; dag++) {
      run(dag, dag(task("a")));
    }
    started.clear();
    for (int i = 0; i < 40; i++) {
      end();
    }

    assertThat(started.stream().filter(dag -> dag > 1).distinct().count()).as("short DAGs that ran").isEqualTo(20);
  }

  @Test void what_nobody_can_take_holds_back_nothing_else() {
    missing.add("gpu");
    free = 2;
    run(1, dag(task("a").requireLabels("gpu").priority(100), task("b"), task("c").queue("night")));

    assertThat(started).as("b and c").containsExactly(1, 1);
    assertThat(last.blocked()).containsExactly(new Requirement("", List.of("gpu")));

    missing.clear();
    tell(new SlotsFreed());
    assertThat(last.blocked()).as("no slot is left").hasSize(1);
    end();
    assertThat(started).hasSize(3);
    assertThat(last.blocked()).isEmpty();
    assertThat(demands).anySatisfy(demand -> assertThat(demand.required()).containsExactly("gpu"));
  }

  @Test void priority_counts_within_a_dag_over_all_its_runs_and_not_between_dags() {
    free = 0;
    run(1, dag(task("low").priority(-5), task("high").priority(5)));
    create(1);
    run(2, dag(task("other").priority(-100)));
    free = 5;
    tell(new SlotsFreed());

    assertThat(running.stream().map(one -> one.dag() + ":" + ((AssignTask) one.effect()).task()))
        .containsExactly("1:1", "1:1", "1:0", "1:0", "2:0");
  }

  @Test void where_others_come_first_a_partition_takes_nothing_until_it_is_its_turn() {
    contended.add(Requirement.NONE);
    othersFirst = true;
    free = 100;
    run(1, dag(task("a")));

    assertThat(started).isEmpty();
    assertThat(last.yielded()).containsExactly(Requirement.NONE);

    othersFirst = false;
    tell(new SlotsFreed());
    assertThat(started).containsExactly(1);
  }

  @Test void where_others_wait_each_dag_of_a_partition_has_one_turn_at_most() {
    free = 1;
    run(1, dag(sharded("s")));
    expand(1_000);
    run(2, dag(sharded("s")));
    while (!started.contains(2)) {
      end();
    }
    expand(1_000);
    contended.add(Requirement.NONE);
    started.clear();
    free = 100;
    tell(new SlotsFreed());

    assertThat(started.stream().filter(dag -> dag == 1).count()).isBetween(1L, (long) QUANTUM);
    assertThat(started.stream().filter(dag -> dag == 2).count()).isBetween(1L, (long) QUANTUM);
    assertThat(last.yielded()).containsExactly(Requirement.NONE);
    assertThat(free).as("left for the others").isGreaterThanOrEqualTo(100 - 2 * QUANTUM);
  }

  private void run(int dag, Graph graph) {
    plans.put(dag, CompiledGraph.of(1, "bundle", graph));
    create(dag);
  }

  /// Ends the oldest expansion.
  private void expand(int shards) {
    One one = running.stream()
        .filter(each -> each.effect() instanceof AssignTask task && task.expand())
        .findFirst()
        .orElseThrow();
    expand(one, shards);
  }

  private void expand(One one, int shards) {
    running.remove(one);
    free++;
    AssignTask task = (AssignTask) one.effect();
    tell(new TaskExpanded(one.dag(), 1, task.task(), task.attempt(), task.nonce(), shards, VALUE, VALUE));
  }

  /// Ends the oldest attempt that is not an expansion, and gives its slot back.
  private void end() {
    One one = running.stream()
        .filter(each -> !(each.effect() instanceof AssignTask task) || !task.expand())
        .findFirst()
        .orElseThrow();
    running.remove(one);
    free++;
    switch (one.effect()) {
      case AssignTask t ->
        tell(new TaskSucceeded(one.dag(), t.ref().run(), t.task(), t.attempt(), t.nonce(), VALUE, Timing.NONE));
      case AssignShards s ->
        tell(new ShardsReported(one.dag(), 1, s.task(), s.nonce(), new int[]{one.shard()}, VALUE, List.of()));
      default -> throw new IllegalStateException("Nothing was stopped");
    }
  }

  private void create(int dag) {
    tell(new CommandReceived("create-" + ++commands, new CreateRun(dag, 1, null, VALUE, new Trigger.Manual("test"))));
  }

  private void tell(Input input) {
    Turn turn = new Turn(state, 1_000_000, new Slots(), entropy++);
    Engine.decide(input, turn);
    last = turn;
    for (Effect effect : turn.effects()) {
      switch (effect) {
        case AssignTask task -> start(new One(task, task.ref().dag(), -1));
        case AssignShards shards -> shards.spans().forEach(span -> {
          for (int shard = span.first(); shard < span.end(); shard++) {
            start(new One(shards, shards.ref().dag(), shard));
          }
        });
        default -> throw new IllegalStateException("Nothing is stopped here");
      }
    }
  }

  private void start(One one) {
    running.add(one);
    started.add(one.dag());
  }

  private final class Slots implements Capacity {
    @Override public Grant take(int wanted, Demand demand) {
      demands.add(demand);
      int slots = demand.required().stream().anyMatch(missing::contains) ? 0 : Math.min(wanted, free);
      free -= slots;
      return slots == 0 ? Grant.NONE : new Grant(7, slots);
    }

    @Override public boolean isTurnOfOthers(Requirement requirement) {
      return othersFirst;
    }

    @Override public boolean contended(Requirement requirement) {
      return contended.contains(requirement);
    }
  }
}
