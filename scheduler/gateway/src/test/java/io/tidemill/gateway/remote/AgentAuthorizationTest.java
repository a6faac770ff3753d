package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.LogChunk;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An agent reads what its work names, adds to logs of its work, and to nothing else.
class AgentAuthorizationTest {
  private static final byte[] PARAMS = ("{\"text\":\"" + "x".repeat(5_000) + "\"}").getBytes(StandardCharsets.UTF_8);

  private final Store store = new MemoryStore(8, InstantSource.system());
  private TestCluster cluster;

  @BeforeEach void open() throws Exception {
    cluster = new TestCluster(store, 0, TestCluster.LIMITS);
  }

  @AfterEach void close() {
    cluster.close();
  }

  private TestAgent agent(String name, long incarnation) {
    TestAgent agent = new TestAgent(name, incarnation, 4, cluster.server.port(), "secret-" + name).start();
    await(() -> agent.opened.get() == 1);
    return agent;
  }

  private static Assignment awaitAssignment(TestAgent agent) {
    await(() -> !agent.running.isEmpty());
    return agent.running.values().iterator().next();
  }

  private static LogChunk chunk(AttemptKey key, int sequence, String text) {
    return new LogChunk(key, -1, sequence, text.getBytes(StandardCharsets.UTF_8));
  }

  private String log(AttemptKey key) {
    StringBuilder all = new StringBuilder();
    store.logs()
        .read(key.dag(), key.run(), key.task(), -1, key.attempt(), -1, 100)
        .forEach(each -> all.append(new String(each.text(), StandardCharsets.UTF_8)));
    return all.toString();
  }

  @Test void what_another_agents_work_names_is_not_read() throws Exception {
    try (TestAgent one = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(InterruptedSessionTest.single());
      long run = cluster.create(dag, PARAMS);
      Assignment work = awaitAssignment(one);
      long params = work.run().params().id();
      try (TestAgent two = agent("two", 2)) {
        assertThat(one.link.value(params)).isEqualTo(PARAMS);
        assertThat(one.link.bundle(TestCluster.HASH).content()).isEqualTo(TestCluster.BUNDLE);
        assertThatThrownBy(() -> two.link.value(params)).isInstanceOf(IOException.class)
            .hasMessageContaining("PERMISSION_DENIED")
            .hasMessageContaining("work of agent 'two'");
        assertThatThrownBy(() -> two.link.bundle(TestCluster.HASH)).isInstanceOf(IOException.class)
            .hasMessageContaining("PERMISSION_DENIED");
      }
      one.succeed(work.key());
      await(() -> cluster.succeeded(dag, run));
      assertThatThrownBy(() -> one.link.value(params)).hasMessageContaining("only while it has the work");
    }
  }

  @Test void what_an_earlier_scheduler_assigned_is_read_as_before() throws Exception {
    int port = cluster.server.port();
    try (TestAgent one = agent("one", 1)) {
      cluster.create(cluster.deploy(InterruptedSessionTest.single()), PARAMS);
      Assignment work = awaitAssignment(one);
      cluster.close();
      cluster = new TestCluster(store, port, TestCluster.LIMITS);
      await(() -> one.opened.get() >= 2);

      assertThat(one.link.value(work.run().params().id())).isEqualTo(PARAMS);
      assertThat(one.link.bundle(TestCluster.HASH).content()).isEqualTo(TestCluster.BUNDLE);
      assertThatThrownBy(() -> one.link.value(work.run().params().id() + 1)).hasMessageContaining("PERMISSION_DENIED");
    }
  }

  @Test void a_piece_of_the_log_of_anothers_attempt_is_left_out() throws Exception {
    int port = cluster.server.port();
    try (TestAgent one = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(InterruptedSessionTest.single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(one).key();
      AttemptKey guessed = new AttemptKey(key.dag(), key.run(), key.task(), key.attempt(), key.nonce() + 1);
      AttemptKey nowhere = new AttemptKey(key.dag(), key.run() + 9, key.task(), 1, 77);
      try (TestAgent two = agent("two", 2)) {
        two.link.log(chunk(key, 0, "forged "));
        two.link.log(chunk(nowhere, 0, "forged "));
        one.link.log(chunk(key, 1, "while it runs "));
        one.succeed(key);
        await(() -> cluster.succeeded(dag, run));
        two.link.log(chunk(key, 2, "forged "));
        two.link.log(chunk(guessed, 3, "forged "));
        one.link.log(chunk(key, 4, "after its end "));

        cluster.close();
        cluster = new TestCluster(store, port, TestCluster.LIMITS);
        await(() -> one.opened.get() >= 2 && two.opened.get() >= 2);
        two.link.log(chunk(key, 5, "forged "));
        one.link.log(chunk(key, 6, "after a restart"));
      }
      assertThat(log(key)).isEqualTo("while it runs after its end after a restart");
      assertThat(log(nowhere)).isEmpty();
    }
  }
}
