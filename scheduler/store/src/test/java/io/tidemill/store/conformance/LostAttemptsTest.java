package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From the loss of an attempt to the row that tells which agent had it.
class LostAttemptsTest extends StoreContract {
  static final String GRAPH = """
      {"dag":"one","doc":"","groups":[],"owner":"","overlap":{"limit":0,"policy":"QUEUE_LATEST"},"params":[],"runDeadlineMillis":0,"schedules":[],"schema":1,"tags":[],
      "tasks":[{"allowFailure":false,"cpuBound":false,"doc":"","edges":[],"group":"","id":"a","isolated":false,"joinRule":"ALL_SUCCESS",
      "kind":"TASK","labels":[],"onAgentLost":"RETRY","place":"A.java:1","pool":"","preferred":[],"priority":0,"queue":"","resultType":"void",
      "retry":{"attempts":1,"delayMillis":0,"factor":1.0,"jitter":0.0,"maxDelayMillis":0},"shard":null,
      "timeouts":{"attemptMillis":0,"queueMillis":0,"totalMillis":0},"variants":[]}]}""";
  private static final long NORTH = 7;

  private DagDirectory dags;
  private Catalog.Dag dag;

  @BeforeEach void deploy() {
    dags = new DagDirectory(store.catalog(), store.partitions());
    int number = dags.findOrCreate("one").number();
    store.catalog()
        .deploy(new Catalog.Bundle("b".repeat(64), "A.java", bytes("code")),
            List.of(new Catalog.Candidate(number, 0, "hash", GRAPH)), new Catalog.Cause("deploy", "me"));
    dag = Objects.requireNonNull(dags.find("one"));
  }

  /// A scheduler that owns everything.
  ///
  /// @param name of the agent, null if it has not seen it
  private SchedulerNode start(@Nullable String name) {
    SchedulerNode node = new SchedulerNode("node", store, new Desk(name, new ArrayList<>()));
    node.acquire(IntStream.range(0, store.partitions()).boxed().toList(), 0);
    return node;
  }

  /// Until all is decided, durable and in the tables.
  private void step(SchedulerNode node) {
    int partition = dag.partition();
    do {
      node.stepPartition(partition, System.currentTimeMillis(), 1);
      while (node.stepWriter() == StepResult.WORKED) {
        // Commits what there is.
      }
      while (node.stepProjector() == StepResult.WORKED) {
        // Writes what there is.
      }
    } while (node.inputs(partition) > 0 || !node.settled(partition) || node.toProject() > 0);
  }

  private void lose(SchedulerNode node) {
    node.submit(dag.partition(), AgentsGone.these(Set.of(NORTH)), List.of(), Completion.NONE);
    step(node);
  }

  private List<FailureRow> failures() {
    return store.queries().failures(dag.number(), 1, -1, 10);
  }

  @Test void the_row_of_a_lost_attempt_names_its_agent() {
    SchedulerNode node = start("north");
    var _ = TestRuns.create(node, dag);
    step(node);

    lose(node);

    assertThat(failures()).extracting(FailureRow::attempt, FailureRow::kind, FailureRow::agent)
        .containsExactly(tuple(1, "LOST", "north"));
  }

  @Test void an_agent_that_never_came_to_the_scheduler_that_lost_it_is_named_all_the_same() {
    SchedulerNode before = start("north");
    var _ = TestRuns.create(before, dag);
    step(before);

    lose(start(null));

    assertThat(failures()).extracting(FailureRow::attempt, FailureRow::kind, FailureRow::agent)
        .containsExactly(tuple(1, "LOST", "north"));
  }

  @Test void an_attempt_whose_loss_was_not_in_the_tables_yet_is_told_with_its_agent_after_a_recovery() {
    SchedulerNode before = start("north");
    var _ = TestRuns.create(before, dag);
    step(before);
    before.submit(dag.partition(), AgentsGone.these(Set.of(NORTH)), List.of(), Completion.NONE);
    before.stepPartition(dag.partition(), System.currentTimeMillis(), 1);
    assertThat(before.stepWriter()).isEqualTo(StepResult.WORKED);
    assertThat(failures()).as("it is in the journal only").isEmpty();

    step(start("north"));

    assertThat(failures()).extracting(FailureRow::attempt, FailureRow::agent).containsExactly(tuple(1, "north"));
  }

  /// Agents: one, which takes everything, and whose name is known or not.
  private record Desk(@Nullable String name, List<Effect> performed) implements AgentPort {
    @Override public Capacity capacity() {
      return (_, _) -> new Capacity.Grant(NORTH, 1);
    }

    @Override public void perform(Effect effect, long epoch) {
      performed.add(effect);
    }

    @Override public void abandon(Effect effect) {
      // It has no slots to give back.
    }

    @Override public @Nullable String name(long incarnation) {
      return incarnation == NORTH ? name : null;
    }
  }
}
