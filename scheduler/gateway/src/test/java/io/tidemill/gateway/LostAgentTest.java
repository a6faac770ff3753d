package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.Dag;
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

    assertThat(cluster.gateway.lost("south")).as("it is connected").isZero();
    assertThat(cluster.gateway.lost("north")).isEqualTo(1);
    cluster.step();
    assertThat(cluster.assigned).hasSize(2);
    assertThat(cluster.assigned.getLast().attempt()).isEqualTo(2);
    assertThat(cluster.gateway.lost("north")).as("it has nothing more").isZero();
  }

  @Test void a_process_that_is_connected_is_not_declared_gone() {
    assertThat(cluster.gateway.lost("north")).isZero();
    cluster.step();
    assertThat(cluster.assigned).hasSize(1);
  }
}
