package io.tidemill.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.Overlap;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Wake-ups say when to look, never what is due.
@NullMarked
class SlotWakeUpsTest {
  private static final int SLOTS = 3;

  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);
  private final SchedulerNode node = new SchedulerNode("node", store, new NoAgents());

  /// Notes what it was told, and wakes nobody.
  private static final class Lost implements SlotTimers {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override public void set(ScheduleRef schedule, SlotSequence slots, long decided) {
      told.add("set " + schedule.name());
    }

    @Override public void remove(ScheduleRef schedule) {
      told.add("remove " + schedule.name());
    }

    @Override public void clear(int partition) {
      told.add("clear " + partition);
    }
  }

  @Test void lost_wake_ups_change_no_slot() {
    node.slotTimers(new Lost());
    node.acquire(List.of(0), System.currentTimeMillis());
    try (ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO)) {
      driver.start();
      deploy();
      assertEachSlotRan();
    }
  }

  @Test void wake_ups_that_are_early_and_many_change_no_slot() throws InterruptedException {
    node.slotTimers(new Lost());
    node.acquire(List.of(0), System.currentTimeMillis());
    try (ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO)) {
      driver.start();
      Thread hasty = Thread.ofPlatform().daemon().start(() -> {
        while (!Thread.currentThread().isInterrupted()) {
          node.slotDue(0);
          Thread.onSpinWait();
        }
      });
      deploy();
      assertEachSlotRan();
      hasty.interrupt();
      hasty.join();
    }
  }

  @Test void a_schedule_is_kept_while_it_is_in_force_and_its_partition_owned() {
    Lost timers = new Lost();
    node.slotTimers(timers);
    node.acquire(List.of(0), System.currentTimeMillis());
    deploy();
    step();
    assertThat(timers.told).containsExactly("set main");

    node.acquire(List.of(0), System.currentTimeMillis());
    assertThat(timers.told).containsExactly("set main", "clear 0", "set main");

    new GroupPauses(node).pause("", "me", new CommandId("one"), RequestOrigin.here("me"));
    step();
    new GroupPauses(node).resume("", "me", new CommandId("two"), RequestOrigin.here("me"));
    step();
    assertThat(timers.told).endsWith("remove main", "set main");
  }

  private void step() {
    while (node.inputs(0) > 0) {
      node.stepPartition(0, System.currentTimeMillis(), 1);
    }
    while (node.hasToCommit()) {
      node.stepWriter();
    }
    node.stepProjector();
  }

  private void deploy() {
    new Deployments(store.catalog(), dags, node.activeVersions()::tell).deploy(Dag.define("dag", d -> {
      d.schedule("main", Every.of(Duration.ofSeconds(1)));
      d.overlap(Overlap.allow(100));
      d.task("a").exec(ctx -> {});
    }).graph(), "bundle", "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
  }

  private void assertEachSlotRan() {
    int dag = Objects.requireNonNull(dags.find("dag")).number();
    List<SlotRow> rows = new ArrayList<>();
    await().atMost(30, SECONDS).until(() -> {
      rows.clear();
      rows.addAll(store.queries().slots(dag, null, List.of(), null, 100).reversed());
      return rows.size() >= SLOTS;
    });
    assertThat(rows).extracting(SlotRow::outcome).containsOnly(SlotOutcome.RUN);
    for (int i = 1; i < rows.size(); i++) {
      assertThat(rows.get(i).time()).isEqualTo(rows.get(i - 1).time() + 1_000);
    }
  }
}
