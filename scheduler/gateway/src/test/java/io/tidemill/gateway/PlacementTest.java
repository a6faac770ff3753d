package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.graph.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private final List<TestSlots> agents = new ArrayList<>();

  @Test void an_agent_without_a_required_label_gets_nothing() {
    agent(1, 4, 16);
    agent(2, 4, 16).labels = List.of("gpu", "big");

    assertThat(take(1, demand("", "gpu", "big"))).isEqualTo(new Grant(2, 1));
    assertThat(take(1, demand("", "gpu", "arm"))).isEqualTo(Grant.NONE);
  }

  @Test void a_task_without_a_queue_goes_to_agents_of_the_default_one_and_no_others() {
    agent(1, 4, 16).queues = List.of("night");
    assertThat(take(1, Demand.ANY)).isEqualTo(Grant.NONE);
    assertThat(take(1, demand("night"))).isEqualTo(new Grant(1, 1));

    agent(2, 4, 16);
    assertThat(take(1, Demand.ANY)).isEqualTo(new Grant(2, 1));
    assertThat(take(1, demand("default"))).isEqualTo(new Grant(2, 1));
  }

  @Test void the_agent_that_ran_the_shard_before_gets_it_while_it_has_a_free_slot() {
    agent(1, 8, 32);
    TestSlots busy = agent(2, 8, 32);
    busy.room = 32 + 1;

    assertThat(take(1, sticky(2))).isEqualTo(new Grant(2, 1));
    assertThat(take(1, sticky(2))).as("its slots are taken").isEqualTo(new Grant(1, 1));
  }

  @Test void preferred_labels_count_more_than_free_slots_and_less_than_none() {
    agent(1, 8, 0);
    agent(2, 2, 8).labels = List.of("near");
    Demand near = new Demand("", List.of(), List.of("near", "ssd"), 0);

    assertThat(take(10, near)).isEqualTo(new Grant(2, 2));
    assertThat(take(8, near)).as("a free slot elsewhere is better than a place in the queue")
        .isEqualTo(new Grant(1, 8));
    assertThat(take(3, near)).isEqualTo(new Grant(2, 3));
  }

  @Test void the_agent_with_the_greater_free_part_goes_first() {
    agent(1, 100, 0).room = 40;
    agent(2, 4, 0).room = 3;

    assertThat(take(1, Demand.ANY)).isEqualTo(new Grant(2, 1));
  }

  @Test void one_grant_never_takes_all_shards_while_another_agent_is_idle() {
    agent(1, 8, 32);
    agent(2, 8, 32);

    List<Grant> grants = new ArrayList<>();
    int left = 1_000;
    for (Grant grant = take(left, Demand.ANY); grant.slots() > 0; grant = take(left, Demand.ANY)) {
      grants.add(grant);
      left -= grant.slots();
    }
    assertThat(grants.subList(0, 2)).as("free slots first").containsExactlyInAnyOrder(new Grant(1, 8), new Grant(2, 8));
    assertThat(grants.stream().mapToInt(Grant::slots).sum()).as("then the queues").isEqualTo(80);
  }

  @Test void little_work_is_spread_too() {
    agent(1, 8, 32);
    agent(2, 8, 32);
    agent(3, 16, 64);

    assertThat(take(8, Demand.ANY).slots()).as("8 of 32 free slots").isBetween(2, 4);
  }

  @Test void a_full_agent_holds_back_nobody_and_a_closed_one_gets_nothing() {
    agent(1, 8, 32).room = 0;
    agent(2, 8, 32).closed = true;
    agent(3, 1, 0);

    assertThat(take(5, Demand.ANY)).isEqualTo(new Grant(3, 1));
    assertThat(take(5, Demand.ANY)).isEqualTo(Grant.NONE);
  }

  @Test void who_loses_the_race_for_the_last_slot_looks_for_another() {
    TestSlots contended = agent(1, 8, 0);
    contended.gone = true;
    agent(2, 8, 0).room = 1;

    assertThat(take(1, Demand.ANY)).isEqualTo(new Grant(2, 1));
  }

  @Test void the_one_agent_of_a_process_takes_everything() {
    agent(1, 2, 8).labels = List.of(Placement.ANY);

    assertThat(take(1, demand("night", "gpu"))).isEqualTo(new Grant(1, 1));
    assertThat(Placement.unserved(agents, new Requirement("night", List.of("gpu")))).isNull();
  }

  @Test void why_nobody_takes_a_task_is_told() {
    assertThat(unserved("")).isEqualTo("no agent is connected");
    TestSlots one = agent(1, 2, 8);
    one.labels = List.of("highmem");
    agent(2, 2, 8).labels = List.of("gpu");

    assertThat(unserved("", "highmem")).isNull();
    assertThat(unserved("", "highmme"))
        .isEqualTo("no connected agent carries label 'highmme'; did you mean 'highmem'?");
    assertThat(unserved("", "arm64")).isEqualTo("no connected agent carries label 'arm64'");
    assertThat(unserved("", "gpu", "highmem")).isEqualTo("no connected agent carries all of the labels gpu, highmem");
    assertThat(unserved("defualt")).isEqualTo("no connected agent serves queue 'defualt'; did you mean 'default'?");
    one.room = 0;
    assertThat(unserved("", "highmem")).isEqualTo("every agent that may run it is full");
    one.closed = true;
    assertThat(unserved("", "highmem"))
        .isEqualTo("every agent that may run it drains or backs off after returning work");
  }

  @Test void what_is_full_or_drains_could_still_run_a_task() {
    agent(1, 2, 8).labels = List.of("highmem");
    agents.getFirst().room = 0;
    agents.getFirst().closed = true;
    assertThat(Placement.unable(agents, new Requirement("", List.of("highmem")))).isNull();
    assertThat(Placement.unable(agents, new Requirement("", List.of("highmme")))).contains("did you mean 'highmem'?");
  }

  private String unserved(String queue, String... labels) {
    return Placement.unserved(agents, new Requirement(queue, List.of(labels)));
  }

  private Grant take(int wanted, Demand demand) {
    return Placement.take(agents, wanted, demand);
  }

  private static Demand demand(String queue, String... labels) {
    return new Demand(queue, List.of(labels), List.of(), 0);
  }

  private static Demand sticky(long agent) {
    return new Demand("", List.of(), List.of(), agent);
  }

  private TestSlots agent(long incarnation, int slots, int prefetch) {
    TestSlots made = new TestSlots(incarnation, slots, prefetch);
    agents.add(made);
    return made;
  }

  private static final class TestSlots implements AgentSlots {
    private final long incarnation;
    private final int slots;
    private final int prefetch;
    private List<String> queues = List.of("default");
    private List<String> labels = List.of();
    private int room;
    private boolean closed;
    private boolean gone;

    TestSlots(long incarnation, int slots, int prefetch) {
      this.incarnation = incarnation;
      this.slots = slots;
      this.prefetch = prefetch;
      room = slots + prefetch;
    }

    @Override public long incarnation() {
      return incarnation;
    }

    @Override public List<String> queues() {
      return queues;
    }

    @Override public List<String> labels() {
      return labels;
    }

    @Override public int slots() {
      return slots;
    }

    @Override public int prefetch() {
      return prefetch;
    }

    @Override public int room() {
      return room;
    }

    @Override public boolean closed() {
      return closed;
    }

    @Override public int take(int wanted) {
      if (gone) {
        room = 0;
        return 0;
      }
      int taken = Math.min(wanted, room);
      room -= taken;
      return taken;
    }
  }
}
