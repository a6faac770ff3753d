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
  private final SteppedGateway house = new SteppedGateway();
  private final AgentConnection connection = house.gateway.connect("north:1", () -> {});

  @BeforeEach void give() {
    house.deploy(Dag.define("one", d -> d.task("only").onAgentLost(AgentLost.WAIT).exec(_ -> {})));
    connection.open(SteppedGateway.hello(7), false, List.of(), answer -> answer.accept(List.of()), house);
    house.start("one");
    house.step();
    assertThat(house.assigned).hasSize(1);
  }

  @Test void what_waits_for_its_agent_starts_elsewhere_only_when_the_agent_is_declared_gone() {
    connection.interrupted();
    AgentWatch watch = new AgentWatch(house.gateway, () -> house.now, Duration.ofSeconds(45));
    for (int second = 0; second < 100; second++) {
      house.now += 1_000;
      watch.step();
    }
    house.step();
    house.gateway.connect("south:1", () -> {})
        .open(SteppedGateway.hello("south", 8), false, List.of(), answer -> answer.accept(List.of()), house);
    house.step();
    assertThat(house.assigned).as("silence is no proof").hasSize(1);

    assertThat(house.gateway.lost("south")).as("it is connected").isZero();
    assertThat(house.gateway.lost("north")).isEqualTo(1);
    house.step();
    assertThat(house.assigned).hasSize(2);
    assertThat(house.assigned.getLast().attempt()).isEqualTo(2);
    assertThat(house.gateway.lost("north")).as("it has nothing more").isZero();
  }

  @Test void a_process_that_is_connected_is_not_declared_gone() {
    assertThat(house.gateway.lost("north")).isZero();
    house.step();
    assertThat(house.assigned).hasSize(1);
  }
}
