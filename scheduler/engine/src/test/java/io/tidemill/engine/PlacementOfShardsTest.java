package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.InventoryItem;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which agent shards go to, and what is lost with it.
class PlacementOfShardsTest {
  private final Map<Long, Integer> free = new TreeMap<>();

  @Test void a_shard_goes_to_the_agent_that_ran_it_before() {
    TestPartition partition = twoAgents();
    Map<Integer, Long> first = agents(partition, "p");
    assertThat(first.values()).contains(1L, 2L);
    free.replaceAll((agent, slots) -> 100);

    for (int shard = 0; shard < 8; shard++) {
      partition.succeed("p", shard);
    }

    assertThat(agents(partition, "s")).isEqualTo(first);
  }

  @Test void shards_of_one_agent_go_out_together() {
    TestPartition partition = twoAgents();
    Map<Integer, Long> first = agents(partition, "p");
    free.replaceAll((agent, slots) -> 0);
    for (int shard = 0; shard < 8; shard++) {
      partition.succeed("p", shard);
    }
    free.replaceAll((agent, slots) -> 100);
    partition.tell(new SlotsFreed());

    assertThat(partition.facts(ShardsAssigned.class).stream().filter(f -> f.task() == partition.index("s"))).hasSize(2);
    assertThat(agents(partition, "s")).isEqualTo(first);
  }

  @Test void where_that_agent_has_no_room_another_takes_the_shard_at_once() {
    TestPartition partition = twoAgents();
    int[] ofFirst = agents(partition, "p").entrySet()
        .stream()
        .filter(e -> e.getValue() == 1)
        .mapToInt(Map.Entry::getKey)
        .toArray();
    free.put(1L, 0);
    free.put(2L, 100);
    partition.succeed("p", ofFirst);

    assertThat(agents(partition, "s").values()).hasSize(ofFirst.length).containsOnly(2L);
  }

  @Test void silence_loses_no_shard_that_waits_for_its_agent_and_a_dead_process_does() {
    TestPartition partition = TestPartition.running(dag(sharded("s").waitForAgent()));
    partition.tell(AgentsGone.unheard(Set.of(TestPartition.AGENT)));
    assertThat(partition.state("s")).isEqualTo(TaskState.QUEUED);
    partition.expand("s", 2);
    partition.free = 0;
    partition.tell(AgentsGone.unheardAllBut(Set.of()));
    assertThat(partition.shardStates("s")).containsOnly(ShardState.ASSIGNED);

    partition.tell(AgentsGone.these(Set.of(TestPartition.AGENT)));
    assertThat(partition.shardStates("s")).containsOnly(ShardState.READY);
    assertThat(partition.facts(ShardFailed.class)).allSatisfy(f -> assertThat(f.failure().kind()).isEqualTo(Kind.LOST));
  }

  @Test void of_the_shards_of_one_assignment_it_counts_only_against_the_one_that_ran_under_suspicion() {
    TestPartition partition = TestPartition.running(dag(sharded("s")));
    partition.expand("s", 2);
    long nonce = partition.shards("s").nonce(1);
    partition.tell(AgentsGone.knowing(Set.of(TestPartition.AGENT), Map.of(nonce, 1)));
    assertThat(partition.facts(ShardFailed.class)).extracting(f -> f.failure().kind())
        .containsExactly(Kind.LOST_BESIDE, Kind.LOST);
    assertThat(partition.shards("s").losses(0)).isZero();
    assertThat(partition.shards("s").losses(1)).isEqualTo(1);
  }

  @Test void a_shard_that_is_lost_too_often_fails_and_says_how_often_without_costing_a_retry() {
    TestPartition partition = TestPartition.running(dag(sharded("s").retry(3)));
    partition.expand("s", 1);
    for (int i = 0; i < 11; i++) {
      partition.fail("s", Failure.lost("The agent was cut off"), 0);
    }

    assertThat(partition.state("s")).isEqualTo(TaskState.FAILED);
    assertThat(partition.shards("s").failures(0)).isZero();
    ShardFailed end = partition.facts(ShardFailed.class).getLast();
    assertThat(end.failure().kind()).isEqualTo(Kind.LOST);
    assertThat(end.failure().message()).contains("Lost 11 times").contains("The agent was cut off");
  }

  @Test void what_an_agent_has_and_was_never_given_is_stopped_and_told_of() {
    TestPartition partition = TestPartition.running(dag(sharded("s")));
    partition.expand("s", 2);
    long nonce = partition.shards("s").nonce(0);
    partition.effects.clear();
    Set<InventoryItem> held = Set.of(new InventoryItem(TestPartition.DAG, 1, 0, 0, nonce),
        new InventoryItem(TestPartition.DAG, 1, 0, 0, nonce + 1),
        new InventoryItem(TestPartition.DAG, 99, 0, 1, 5), new InventoryItem(TestPartition.DAG, 1, 9, 1, 6),
        new InventoryItem(5, 1, -1, 1, 7));
    Turn turn = partition.tell(new AgentReturned(TestPartition.AGENT, held));

    assertThat(partition.effects(StopAttempt.class)).extracting(StopAttempt::nonce)
        .containsExactly(nonce + 1, 6L, 5L, 7L);
    assertThat(partition.effects).as("what it has rightly is neither stopped nor sent again").hasSize(4);
    assertThat(turn.incidents()).hasSize(4).allSatisfy(text -> assertThat(text).contains("told to stop"));
    assertThat(turn.facts()).isEmpty();
  }

  /// Eight shards, of which two agents got four each.
  private TestPartition twoAgents() {
    free.put(1L, 100);
    free.put(2L, 100);
    TestPartition partition = TestPartition.empty(dag(sharded("p"), sharded("s").aligned("p")));
    partition.capacity = this::take;
    partition.create(null);
    free.put(1L, 0);
    free.put(2L, 0);
    partition.expand("p", 8);
    for (int i = 0; i < 8; i++) {
      free.put(1L, i % 2);
      free.put(2L, 1 - i % 2);
      partition.tell(new SlotsFreed());
    }
    return partition;
  }

  private Grant take(int wanted, Demand demand) {
    long agent = free.getOrDefault(demand.sticky(), 0) > 0
        ? demand.sticky()
        : free.entrySet().stream().filter(e -> e.getValue() > 0).map(Map.Entry::getKey).findFirst().orElse(0L);
    if (agent == 0) {
      return Grant.NONE;
    }
    int slots = Math.min(wanted, free.get(agent));
    free.merge(agent, -slots, Integer::sum);
    return new Grant(agent, slots);
  }

  private static Map<Integer, Long> agents(TestPartition partition, String task) {
    Map<Integer, Long> agents = new HashMap<>();
    List<ShardsAssigned> facts = partition.facts(ShardsAssigned.class);
    for (ShardsAssigned fact : facts) {
      if (fact.task() == partition.index(task)) {
        for (int shard : fact.shards()) {
          agents.put(shard, fact.agent());
        }
      }
    }
    return agents;
  }
}
