package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.AgentHello;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What waits at one agent goes to another that is free and has what the task requires.
class WorkRebalancerTest {
  private final SteppedGateway cluster = new SteppedGateway();
  private final WorkRebalancer rebalancer = new WorkRebalancer(cluster.gateway);

  private void open(String name, long incarnation, String label) {
    AgentHello hello = new AgentHello(name, incarnation, 1, 4, List.of(label), List.of(AgentHello.DEFAULT_QUEUE), 0);
    cluster.gateway.connect(name + ":1", () -> {})
        .open(hello, false, List.of(), answer -> answer.accept(List.of()), cluster);
  }

  @Test void a_task_without_labels_leaves_a_busy_agent_with_labels_for_a_free_one_with_others() {
    cluster.deploy(Dag.define("one", d -> {
      d.task("a").exec(_ -> {});
      d.task("b").exec(_ -> {});
    }));
    open("gpu", 7, "gpu");
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).hasSize(2);

    open("other", 8, "x");
    rebalancer.step();
    rebalancer.step();

    assertThat(cluster.released).hasSize(1);
  }

  @Test void a_task_that_requires_a_label_stays_where_the_label_is() {
    cluster.deploy(Dag.define("one", d -> {
      d.task("a").requireLabels("gpu").exec(_ -> {});
      d.task("b").requireLabels("gpu").exec(_ -> {});
    }));
    open("gpu", 7, "gpu");
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).hasSize(2);

    open("other", 8, "x");
    rebalancer.step();
    rebalancer.step();

    assertThat(cluster.released).isEmpty();
  }
}
