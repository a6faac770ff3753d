package io.tidemill.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two members on the loopback interface, and strangers.
class GridSignalsTest {
  private static final String HOST = "127.0.0.1";
  private static final List<String> HEARD = new CopyOnWriteArrayList<>();
  private static final AtomicBoolean MADE = new AtomicBoolean();

  private static GridSignals one;
  private static GridSignals two;

  private record Heard(String who) implements GridSignals.Receiver {
    @Override public void look() {
      HEARD.add(who + " looks");
    }

    @Override public void message(int partition) {
      HEARD.add(who + " message " + partition);
    }

    @Override public void changed(int dag, long run) {
      if (dag == 666) {
        throw new IllegalStateException("Expected DAG number 666 in the catalog, but there is none");
      }
      HEARD.add(who + " changed " + dag + "/" + run);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
      return socket.getLocalPort();
    }
  }

  @BeforeAll static void open() throws IOException {
    one = GridSignals.start("test", HOST, freePort(), Set::of, new Heard("one"));
    two = GridSignals.start("test", HOST, freePort(), () -> Set.of(one.address(), "nonsense"), new Heard("two"));
    await().atMost(60, SECONDS).until(() -> one.members() == 2 && two.members() == 2);
  }

  @AfterAll static void close() {
    one.close();
    two.close();
  }

  @BeforeEach void forget() {
    HEARD.clear();
  }

  @Test void what_one_says_the_other_hears_and_nobody_hears_himself() {
    one.message(7);
    one.released(Set.of(1, 2));
    one.changed(3, 4);
    one.changed(3, 4);
    await().atMost(60, SECONDS).until(() -> HEARD.size() == 3);
    assertThat(HEARD).containsExactlyInAnyOrder("two message 7", "two looks", "two changed 3/4");
  }

  @Test void a_client_is_not_let_in() {
    ClientConfig client = new ClientConfig().setClusterName("tidemill-test");
    client.setProperty("hazelcast.logging.type", "none");
    client.getNetworkConfig().addAddress(one.address());
    client.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(2_000);
    assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(client)).isInstanceOf(IllegalStateException.class);
  }

  @Test void a_member_that_says_what_is_no_signal_changes_nothing_and_nothing_it_sends_becomes_an_object()
      throws Exception {
    HazelcastInstance rogue = Hazelcast.newHazelcastInstance(rogue(freePort()));
    try {
      await().atMost(60, SECONDS).until(() -> one.members() == 3);
      HEARD.clear();
      rogue.getTopic("signals").publish("steal 5");
      rogue.getTopic("signals").publish("changed 666/1");
      rogue.getTopic("signals").publish(42);
      rogue.getTopic("signals").publish(new Harmful());
      rogue.getTopic("signals").publish("message 9");
      await().atMost(60, SECONDS).until(() -> HEARD.size() == 2);
      assertThat(HEARD).containsExactlyInAnyOrder("one message 9", "two message 9");
      assertThat(MADE).isFalse();
    } finally {
      rogue.getLifecycleService().terminate();
    }
  }

  private static Config rogue(int port) {
    Config config = new Config().setClusterName("tidemill-test");
    config.setProperty("hazelcast.logging.type", "none").setProperty("hazelcast.partition.count", "11");
    config.getNetworkConfig().setPort(port).getInterfaces().setEnabled(true).addInterface(HOST);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember(one.address());
    return config;
  }

  /// Notes that it was made from bytes.
  private static final class Harmful implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      MADE.set(true);
    }
  }
}
