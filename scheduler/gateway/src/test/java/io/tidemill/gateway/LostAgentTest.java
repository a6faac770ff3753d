package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.Dag;
import io.tidemill.protocol.AgentHello;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A task that waits for its agent, and people who know that the agent never returns.
class LostAgentTest {
  private final SteppedGateway cluster = new SteppedGateway();
  private final AgentConnection connection = cluster.gateway.connect("north:1", () -> {});

  @BeforeEach void give() {
    cluster.deploy(Dag.define("one", d -> d.task("only").onAgentLost(AgentLost.WAIT).exec(_ -> {})));
    connection.open(SteppedGateway.hello(7), false, List.of(), answer -> answer.accept(List.of()), cluster);
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).hasSize(1);
  }

  @Test void what_waits_for_its_agent_starts_elsewhere_only_when_the_agent_is_declared_gone() {
    connection.interrupted();
    AgentFailureDetector watch = new AgentFailureDetector(cluster.gateway, () -> cluster.now, Duration.ofSeconds(45));
    for (int second = 0; second < 100; second++) {
      cluster.now += 1_000;
      watch.step();
    }
    cluster.step();
    cluster.gateway.connect("south:1", () -> {})
        .open(SteppedGateway.hello("south", 8), false, List.of(), answer -> answer.accept(List.of()), cluster);
    cluster.step();
    assertThat(cluster.assigned).as("silence is no proof").hasSize(1);

    assertThat(cluster.gateway.lost("south", _ -> {})).as("it is connected").isZero();
    assertThat(cluster.gateway.lost("north", _ -> {})).isEqualTo(1);
    cluster.step();
    assertThat(cluster.assigned).hasSize(2);
    assertThat(cluster.assigned.getLast().attempt()).isEqualTo(2);
    assertThat(cluster.gateway.lost("north", _ -> {})).as("it has nothing more").isZero();
  }

  @Test void a_process_that_comes_two_processes_later_settles_what_the_first_had() {
    connection.interrupted();
    SteppedGateway.Next next = cluster.next();
    AgentHello hello = new AgentHello("north", 9, 1, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 8, List.of(7L),
        List.of());
    AgentConnection again = next.gateway().connect("north:2", () -> {});
    again.open(hello, false, List.of(), answer -> answer.accept(List.of()), cluster);
    again.predecessorLost(7);
    cluster.step(next.node());
    assertThat(cluster.assigned).hasSize(2);
    assertThat(cluster.assigned.getLast().attempt()).isEqualTo(2);
  }

  @Test void the_next_scheduler_knows_whose_processes_were_whose_and_loses_them_beside_a_connected_one() {
    connection.interrupted();
    SteppedGateway.Next next = cluster.next();
    next.gateway()
        .connect("north:2", () -> {})
        .open(SteppedGateway.hello(9), false, List.of(), answer -> answer.accept(List.of()), cluster);
    cluster.step(next.node());
    assertThat(cluster.assigned).hasSize(1);
    assertThat(next.gateway().lost("north", _ -> {})).isEqualTo(1);
    cluster.step(next.node());
    assertThat(cluster.assigned).hasSize(2);
  }

  @Test void a_copy_of_a_work_folder_is_refused_while_the_original_answers_and_taken_once_it_does_not() {
    AgentHello copy = new AgentHello("north", 8, 1, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 7);
    AgentConnection second = cluster.gateway.connect("elsewhere:1", () -> {});
    assertThatThrownBy(() -> second.open(copy, false, List.of(), answer -> answer.accept(List.of()), cluster))
        .isInstanceOf(SessionRefusedException.class)
        .hasMessageContaining("a copy of its work folder");

    AgentConnection silent = cluster.gateway.connect("north:2", () -> {});
    silent.open(SteppedGateway.hello(7), true, List.of(), _ -> {}, cluster);
    second.open(copy, false, List.of(), answer -> answer.accept(List.of()), cluster);
    assertThat(cluster.gateway.agents()).extracting(AgentInfo::incarnation).contains(8L);
  }

  @Test void a_process_that_is_connected_is_not_declared_gone() {
    assertThat(cluster.gateway.lost("north", _ -> {})).isZero();
    cluster.step();
    assertThat(cluster.assigned).hasSize(1);
  }
}
