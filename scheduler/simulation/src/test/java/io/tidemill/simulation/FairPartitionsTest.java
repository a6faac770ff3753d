package io.tidemill.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// DAGs of different partitions on the same few slots: no partition keeps them because it always has work.
final class FairPartitionsTest {
  private static final int PARTITIONS = 8;
  private static final int SLOTS = 6;
  private static final long AGENT = 7;
  private static final Value NOTHING = Value.inline("null".getBytes(StandardCharsets.UTF_8), "");

  private final MemoryStore store = new MemoryStore(PARTITIONS, () -> Instant.ofEpochMilli(1_000_000));
  private final DagDirectory dags = new DagDirectory(store.catalog(), PARTITIONS);
  private final List<Integer> started = new ArrayList<>();
  private final Agents agents = new Agents();
  private final SchedulerNode node = new SchedulerNode("node", store, agents);
  private long entropy;
  private int ended;

  @Test void the_single_task_of_a_newcomer_starts_soon_though_other_partitions_have_a_hundred_thousand_shards() {
    own();
    List<Catalog.Dag> wide = apart(4);
    wide.forEach(dag -> create(dag, 25_000));
    work(2_000);
    Catalog.Dag newcomer = deploy("newcomer", Dag.define("newcomer", d -> d.task("a").exec(ctx -> {})).graph());
    started.clear();
    create(newcomer, 0);

    int waited = 0;
    while (!started.contains(newcomer.number())) {
      waited++;
      work(1);
    }
    assertThat(waited).as("attempts that ended before it started").isLessThanOrEqualTo(4 * 16 + SLOTS);
  }

  @Test void partitions_that_always_have_work_share_the_slots() {
    own();
    List<Catalog.Dag> wide = apart(4);
    wide.forEach(dag -> create(dag, 25_000));
    work(200);
    started.clear();
    work(4_000);

    for (Catalog.Dag dag : wide) {
      assertThat(started.stream().filter(number -> number == dag.number()).count()).as("starts of " + dag.id())
          .isBetween(900L, 1_100L);
    }
  }

  @Test void slots_are_never_left_idle_while_anything_is_ready() {
    own();
    List<Catalog.Dag> wide = apart(5);
    wide.forEach(dag -> create(dag, 300));
    while (ended < 1_500) {
      int left = 1_500 - ended;
      assertThat(agents.running).as("attempts under way of %d that are left", left)
          .hasSize(Math.min(SLOTS, left));
      work(1);
    }
    assertThat(agents.running).isEmpty();
  }

  private void own() {
    node.acquire(IntStream.range(0, PARTITIONS).boxed().toList(), 0);
  }

  /// DAGs of different partitions.
  private List<Catalog.Dag> apart(int many) {
    List<Catalog.Dag> apart = new ArrayList<>();
    for (int i = 0; apart.size() < many; i++) {
      String id = "wide-" + i;
      Catalog.Dag dag = deploy(id,
          Dag.define(id, d -> d.shard("s").overRange(0, 1_000_000, 1).exec((ctx, part) -> {})).graph());
      if (apart.stream().noneMatch(other -> other.partition() == dag.partition())) {
        apart.add(dag);
      }
    }
    return apart;
  }

  private Catalog.Dag deploy(String id, Graph graph) {
    new Deployments(store.catalog(), dags).deploy(graph, "bundle", "bundle.jar", new byte[]{1});
    return Objects.requireNonNull(dags.find(id));
  }

  /// Creates a run, and lets its expansion end.
  private void create(Catalog.Dag dag, int shards) {
    tell(dag, new CommandReceived("start", new CreateRun(dag.number(), 1, null, NOTHING, new Trigger.Manual("test"))));
    if (shards > 0) {
      for (One one = expansion(dag); one == null; one = expansion(dag)) {
        work(1);
      }
      One one = Objects.requireNonNull(expansion(dag));
      AssignTask task = (AssignTask) one.effect;
      agents.end(one);
      tell(dag, new TaskExpanded(dag.number(), 1, task.task(), task.attempt(), task.nonce(), shards, NOTHING, NOTHING));
      freed();
    }
  }

  private @Nullable One expansion(Catalog.Dag dag) {
    return agents.running.stream()
        .filter(one -> one.effect instanceof AssignTask task && task.expand() && one.dag == dag.number())
        .findFirst()
        .orElse(null);
  }

  /// Ends some attempts, the oldest first.
  private void work(int many) {
    for (int i = 0; i < many; i++) {
      One one = agents.running.stream()
          .filter(each -> !(each.effect instanceof AssignTask task) || !task.expand())
          .findFirst()
          .orElseThrow();
      agents.end(one);
      ended++;
      Input input = one.effect instanceof AssignTask task
          ? new TaskSucceeded(one.dag, 1, task.task(), task.attempt(), task.nonce(), NOTHING, Timing.NONE)
          : new ShardsReported(one.dag, 1, 0, ((AssignShards) one.effect).nonce(), new int[]{one.shard}, NOTHING,
              List.of());
      node.submit(dags.byNumber(one.dag).partition(), input, List.of(), Completion.NONE);
      // As a gateway does: the slot is free before the report is decided, and everybody is told after it went in.
      freed();
    }
  }

  private void freed() {
    node.slotsFreed();
    settle();
  }

  private void tell(Catalog.Dag dag, Input input) {
    node.submit(dag.partition(), input, List.of(), Completion.NONE);
    settle();
  }

  private void settle() {
    boolean more = true;
    while (more) {
      more = false;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        if (node.inputs(partition) > 0) {
          node.stepPartition(partition, 1_000_000, entropy++ * 0x9E3779B97F4A7C15L);
          more = true;
        }
      }
      more |= node.stepWriter() == StepResult.WORKED;
    }
  }

  /// An attempt; shard -1 where the task has none.
  private record One(Effect effect, int dag, int shard) {}

  private final class Agents implements AgentPort {
    private final ArrayDeque<One> running = new ArrayDeque<>();
    private int free = SLOTS;

    void end(One one) {
      running.remove(one);
      free++;
    }

    @Override public Capacity capacity() {
      return (wanted, demand) -> {
        int slots = Math.min(wanted, free);
        free -= slots;
        return slots == 0 ? Capacity.Grant.NONE : new Capacity.Grant(AGENT, slots);
      };
    }

    @Override public void perform(Effect effect, long epoch) {
      switch (effect) {
        case AssignTask task -> start(new One(task, task.ref().dag(), -1));
        case AssignShards shards -> shards.spans()
            .forEach(span -> IntStream.range(span.first(), span.end())
                .forEach(shard -> start(new One(shards, shards.ref().dag(), shard))));
        default -> throw new IllegalStateException("Nothing is stopped here");
      }
    }

    private void start(One one) {
      running.add(one);
      started.add(one.dag);
    }

    @Override public void abandon(Effect effect) {
      throw new IllegalStateException("Nothing is abandoned here");
    }

    @Override public @Nullable String name(long incarnation) {
      return "agent";
    }
  }
}
