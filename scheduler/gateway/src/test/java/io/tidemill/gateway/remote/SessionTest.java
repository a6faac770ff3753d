package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.runtime.port.Catalog;
import org.junit.jupiter.api.Test;

class SessionTest {
  static Dag<?> chain(int length) {
    return Dag.define("chain", d -> {
      var last = d.task("t0").exec(ctx -> {});
      for (int i = 1; i < length; i++) {
        last = d.task("t" + i).after(last).exec(ctx -> {});
      }
    });
  }

  @Test void a_chain_runs_on_an_agent_over_the_network() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        TestAgent agent = new TestAgent("one", 1, 4, cluster.server.port(), "secret-one").prompt().start()) {
      Catalog.Dag dag = cluster.deploy(chain(10));

      long run = cluster.create(dag);

      await(() -> cluster.succeeded(dag, run));
      assertThat(agent.came).hasSize(10);
      await(() -> agent.unacknowledged() == 0);
      assertThat(cluster.gateway.agents()).singleElement().satisfies(known -> {
        assertThat(known.name()).isEqualTo("one");
        assertThat(known.busy()).isZero();
        assertThat(known.connected()).isTrue();
      });
    }
  }

  @Test void a_wrong_credential_is_refused_and_the_agent_told_why() throws Exception {
    try (TestCluster cluster = TestCluster.start();
        TestAgent agent = new TestAgent("one", 1, 4, cluster.server.port(), "wrong").start()) {
      await(() -> agent.refused != null);
      assertThat(agent.refused).contains("credential");
      assertThat(cluster.gateway.agents()).isEmpty();
    }
  }
}
