package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.gateway.remote.FaultyProxy.Way;
import io.tidemill.protocol.Assignment;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.Values;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An agent that asks for many values and takes none of them.
class SlowReadTest {
  private static final int READS = 200;
  private static final int READS_OF_OTHER = 20;
  private static final byte[] PARAMS = ("{\"text\":\"" + "x".repeat(4 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  @Test void the_scheduler_holds_few_values_for_an_agent_that_does_not_take_them_and_others_read_meanwhile()
      throws Exception {
    try (
        TestCluster cluster = new TestCluster(counted(new MemoryStore(8, InstantSource.system())), 0,
            TestCluster.LIMITS);
        FaultyProxy wire = new FaultyProxy(cluster.server.port());
        TestAgent slow = new TestAgent("slow", 1, 1, wire.port(), "secret-slow").start()) {
      await(() -> slow.opened.get() == 1);
      Catalog.Dag dag = cluster.deploy(InterruptedSessionTest.single());
      cluster.create(dag, PARAMS);
      await(() -> !slow.running.isEmpty());
      long params = params(slow);

      wire.freeze(Way.TO_AGENT);
      for (int i = 0; i < READS; i++) {
        Thread.ofVirtual().start(() -> take(slow, params));
      }
      try (TestAgent other = new TestAgent("other", 2, 1, cluster.server.port(), "secret-other").start()) {
        await(() -> other.opened.get() == 1);
        cluster.create(dag, PARAMS);
        await(() -> !other.running.isEmpty());
        int mostOfSlow = TestCluster.LIMITS.calls() - 1;
        await(() -> read.get() >= mostOfSlow);
        for (int i = 0; i < READS_OF_OTHER; i++) {
          assertThat(other.link.value(params(other))).hasSize(PARAMS.length);
        }
        assertThat(read.get() - READS_OF_OTHER).as("values that the scheduler holds for the slow one")
            .isEqualTo(mostOfSlow);
      }
      assertThat(taken).hasValue(0);
    }
  }

  private static long params(TestAgent agent) {
    Assignment work = agent.running.values().iterator().next();
    return work.run().params().id();
  }

  private void take(TestAgent agent, long id) {
    try {
      assertThat(agent.link.value(id)).hasSize(PARAMS.length);
      taken.incrementAndGet();
    } catch (IOException _) {
      // The session has ended, or the time of the call.
    }
  }

  /// The store, with its reads of values counted.
  private Store counted(Store store) {
    return (Store) Proxy.newProxyInstance(Store.class.getClassLoader(), new Class<?>[]{Store.class},
        (_, method, arguments) -> {
          try {
            Object answer = method.invoke(store, arguments);
            return answer instanceof Values values ? counted(values) : answer;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private Values counted(Values values) {
    return id -> {
      read.incrementAndGet();
      TestSignals.happened();
      return values.read(id);
    };
  }
}
