package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.Overlap;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// A DAG with a schedule is deployed, and runs by itself, whatever becomes of the scheduler.
@NullMarked
class DeployedScheduleTest {
  private static final long START = 1_750_000_001_000L;

  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);
  private long now = START;
  private SchedulerNode node = start();

  @Test void each_slot_gets_a_run_and_is_told_in_the_tables() {
    Catalog.Dag dag = deploy(every(5));
    pass(20_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "RUN 10", "RUN 15", "RUN 20");
    List<RunRow> runs = store.queries().runs(dag.number(), List.of(), null, 10);
    assertThat(runs).extracting(RunRow::trigger).containsOnly("schedule");
    assertThat(Objects.requireNonNull(runs.getLast().slot()).intervalStart()).isEqualTo(second(0));
    ScheduleRow schedule = store.queries().schedules(dag.number()).getFirst();
    assertThat(schedule.cursor()).isEqualTo(second(20));
    assertThat(schedule.nextAt()).isEqualTo(second(25));
  }

  @Test void a_new_owner_goes_on_where_the_old_one_was_with_tables_or_without() {
    Catalog.Dag dag = deploy(every(5));
    pass(6_000);
    node = start();
    pass(6_000);
    project();
    pass(5_000);
    node = start();
    pass(5_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "RUN 10", "RUN 15", "RUN 20");
    assertThat(store.queries().runs(dag.number(), List.of(), null, 10)).hasSize(4);
  }

  @Test void slots_that_were_due_while_no_scheduler_ran_are_missed_but_for_the_newest() {
    Catalog.Dag dag = deploy(every(5));
    pass(6_000);
    now += 60_000;
    node = start();
    pass(0);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "MISSED 10..60 11", "RUN 65");
  }

  @Test void a_version_that_was_deployed_while_no_scheduler_ran_is_in_force_from_the_next_start() {
    Catalog.Dag dag = deploy(every(5));
    pass(6_000);
    new Deployments(store.catalog(), dags).deploy(every(2), "bundle", "bundle.jar", new byte[]{1});
    node = start();
    pass(0);
    pass(2_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "RUN 8");
  }

  @Test void rolled_back_the_old_schedule_goes_on_and_no_slot_comes_twice() throws PlanChangedException {
    Catalog.Dag dag = deploy(every(5));
    pass(5_000);
    deploy(every(2));
    pass(4_000);
    Catalog.Dag active = Objects.requireNonNull(dags.find("dag"));
    deployments().activate(active, Objects.requireNonNull(store.catalog().version(dag.number(), 1)), null,
        new Cause("rollback", "me"));
    pass(6_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "RUN 8", "RUN 10", "RUN 15");
  }

  @Test void a_removed_dag_runs_no_more_until_it_is_deployed_again() {
    Catalog.Dag dag = deploy(every(5));
    pass(6_000);
    assertThat(store.catalog().activate(dag.number(), Catalog.NO_VERSION, 1, new Cause("remove", "me"))).isTrue();
    node.activeVersions().tell("dag");
    pass(14_000);
    deploy(every(5));
    pass(5_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5", "RUN 25");
  }

  @Test void a_dag_that_was_removed_while_no_scheduler_ran_runs_no_more() {
    Catalog.Dag dag = deploy(every(5));
    pass(6_000);
    store.catalog().activate(dag.number(), Catalog.NO_VERSION, 1, new Cause("remove", "me"));
    node = start();
    pass(0);
    pass(14_000);
    project();
    assertThat(slots(dag)).containsExactly("RUN 5");
  }

  @Test void a_dag_that_was_removed_and_is_deployed_again_after_a_restart_decides_no_slot_twice() {
    Graph sinceStart = Dag.define("dag", d -> {
      d.schedule(Every.of(Duration.ofSeconds(5)).start(Instant.ofEpochMilli(second(0))));
      d.overlap(Overlap.allow(100));
      d.task("first").exec(ctx -> {});
    }).graph();
    Catalog.Dag dag = deploy(sinceStart);
    pass(11_000);
    store.catalog().activate(dag.number(), Catalog.NO_VERSION, 1, new Cause("remove", "me"));
    node.activeVersions().tell("dag");
    pass(1_000);
    project();
    node = start();
    pass(0);
    deploy(sinceStart);
    pass(8_000);
    project();
    assertThat(slots(dag)).filteredOn(slot -> slot.startsWith("RUN"))
        .containsExactly("RUN 5", "RUN 10", "RUN 15",
            "RUN 20");
  }

  private static Graph every(int seconds) {
    return Dag.define("dag", d -> {
      d.schedule(Every.of(Duration.ofSeconds(seconds)));
      d.overlap(Overlap.allow(100));
      d.task("first").exec(ctx -> {});
    }).graph();
  }

  private Catalog.Dag deploy(Graph graph) {
    deployments().deploy(graph, "bundle", "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    pass(0);
    return Objects.requireNonNull(dags.find("dag"));
  }

  private Deployments deployments() {
    return new Deployments(store.catalog(), dags, id -> node.activeVersions().tell(id));
  }

  private SchedulerNode start() {
    SchedulerNode started = new SchedulerNode("node", store, new NoAgents());
    started.acquire(List.of(0), now);
    return started;
  }

  /// Lets time pass, a second a step.
  private void pass(long millis) {
    long until = now + millis;
    do {
      now = Math.min(now + 1_000, until);
      while (node.inputs(0) > 0 || node.nextDue(0) <= now) {
        node.stepPartition(0, now, now);
      }
      while (node.hasToCommit()) {
        node.stepWriter();
      }
    } while (now < until);
  }

  private void project() {
    node.stepProjector();
  }

  private static long second(int second) {
    return START - 1_000 + second * 1_000L;
  }

  /// What became of slots, oldest first, in seconds since the start.
  private List<String> slots(Catalog.Dag dag) {
    List<String> all = new ArrayList<>();
    for (SlotRow row : store.queries().slots(dag.number(), null, List.of(), null, 100).reversed()) {
      long first = (row.time() - second(0)) / 1_000;
      all.add(row.outcome() == SlotOutcome.RUN || row.count() == 1
          ? row.outcome() + " " + first
          : row.outcome() + " " + first + ".." + (row.last() - second(0)) / 1_000 + " " + row.count());
    }
    return all;
  }
}
