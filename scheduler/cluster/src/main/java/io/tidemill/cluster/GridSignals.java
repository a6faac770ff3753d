package io.tidemill.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TopicConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.tidemill.runtime.ClusterSignals;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signals over Hazelcast. Its community edition has no consensus, encryption or authentication of members, so it is told nothing that is secret and
/// believed nothing that matters: whoever hears something looks at the database.
///
/// Members find each other by the addresses in their leases. Changes of runs are gathered for [#GATHER_MILLIS], since many change at once.
public final class GridSignals implements ClusterSignals, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GridSignals.class);
  private static final String TOPIC = "signals";
  private static final long GATHER_MILLIS = 50;
  /// Changes that one message tells; what is beyond is shown a little later.
  private static final int MOST_CHANGES = 1_000;

  private final HazelcastInstance grid;
  private final ITopic<String> topic;
  private final ScheduledExecutorService timer;
  private final Set<Signal.Change> changes = ConcurrentHashMap.newKeySet();
  private volatile int members;

  private GridSignals(HazelcastInstance grid, Receiver receiver) {
    this.grid = grid;
    topic = grid.getTopic(TOPIC);
    topic.addMessageListener(message -> hear(message, receiver));
    grid.getCluster().addMembershipListener(new MembershipListener() {
      @Override public void memberAdded(MembershipEvent event) {
        met(receiver);
      }

      @Override public void memberRemoved(MembershipEvent event) {
        met(receiver);
      }
    });
    count();
    timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("tidemill-signals").daemon().factory());
    var _ = timer.scheduleWithFixedDelay(this::flush, GATHER_MILLIS, GATHER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Hears what other schedulers say. Must not block.
  public interface Receiver {
    /// It may be worth looking who owns what.
    void look();

    /// Messages may wait for a partition.
    void message(int partition);

    /// The tables may show a change of a run.
    void changed(int dag, long run);
  }

  /// Joins the grid of the other schedulers, or begins one. Takes about a second.
  ///
  /// @param name of the grid: only schedulers of the same version of Hazelcast may be in one
  /// @param host address to listen at, on the loopback interface or in a private network
  /// @param port port, 0 for any free one
  /// @param others addresses of the other members, `HOST:PORT`, asked again and again
  public static GridSignals start(String name, String host, int port, Supplier<Set<String>> others,
      Receiver receiver) {
    return new GridSignals(Hazelcast.newHazelcastInstance(config(name, host, port, others)), receiver);
  }

  private static Config config(String name, String host, int port, Supplier<Set<String>> others) {
    Config config = new Config().setClusterName("tidemill-" + name);
    config.setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.health.monitoring.level", "OFF")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.discovery.enabled", "true")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.max.wait.seconds.before.join", "0")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "10")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "10")
        .setProperty("hazelcast.partition.count", "11")
        .setProperty("hazelcast.operation.thread.count", "2")
        .setProperty("hazelcast.operation.generic.thread.count", "2")
        .setProperty("hazelcast.io.thread.count", "1")
        .setProperty("hazelcast.event.thread.count", "1");
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    JavaSerializationFilterConfig readable = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    // Hazelcast's own answers hold exceptions of these. Nothing else that anybody sends is made an object.
    readable.getWhitelist().addPrefixes("com.hazelcast.", "java.lang.", "java.util.");
    config.getSerializationConfig().setJavaSerializationFilterConfig(readable);
    config.addTopicConfig(new TopicConfig(TOPIC).setStatisticsEnabled(false));
    // For members only: no clients, no REST.
    ServerSocketEndpointConfig listening = new ServerSocketEndpointConfig().setPort(port)
        .setPortAutoIncrement(false)
        .setReuseAddress(true);
    listening.getInterfaces().setEnabled(true).addInterface(host);
    AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
    network.setEnabled(true).setMemberEndpointConfig(listening);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(false);
    join.getDiscoveryConfig().addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(new LeaseDiscovery(others)));
    return config;
  }

  /// Where other members reach this one, `HOST:PORT`.
  public String address() {
    Address address = grid.getCluster().getLocalMember().getAddress();
    return address.getHost() + ":" + address.getPort();
  }

  /// How many schedulers are in the grid.
  public int members() {
    return members;
  }

  private void met(Receiver receiver) {
    count();
    receiver.look();
  }

  /// One at a time, so that the last one counts.
  private synchronized void count() {
    members = grid.getCluster().getMembers().size();
  }

  /// Anybody can say anything: what is no signal, or is about nothing there is, is left out.
  private static void hear(Message<String> message, Receiver receiver) {
    try {
      Member from = message.getPublishingMember();
      if (from != null && from.localMember()) {
        return;
      }
      switch (Signal.parse(message.getMessageObject())) {
        case Signal.Released _ -> receiver.look();
        case Signal.Message(int partition) -> receiver.message(partition);
        case Signal.Changes(Set<Signal.Change> runs) -> runs.forEach(run -> receiver.changed(run.dag(), run.run()));
        case null -> LOG.debug("A signal that this version does not know");
      }
    } catch (RuntimeException e) {
      LOG.debug("A signal that is none", e);
    }
  }

  @Override public void message(int partition) {
    say(new Signal.Message(partition));
  }

  @Override public void released(Collection<Integer> partitions) {
    say(new Signal.Released());
  }

  @Override public void changed(int dag, long run) {
    if (changes.size() < MOST_CHANGES && members() > 1) {
      changes.add(new Signal.Change(dag, run));
    }
  }

  private void flush() {
    try {
      if (!changes.isEmpty()) {
        Set<Signal.Change> gathered = new TreeSet<>(changes);
        changes.removeAll(gathered);
        say(new Signal.Changes(gathered));
      }
    } catch (RuntimeException e) {
      LOG.debug("Signals were not sent", e);
    }
  }

  private void say(Signal signal) {
    try {
      if (members() > 1) {
        var _ = topic.publishAsync(signal.text());
      }
    } catch (RuntimeException e) {
      LOG.debug("A signal was not sent: {}", signal, e);
    }
  }

  @Override public void close() {
    timer.shutdownNow();
    grid.getLifecycleService().terminate();
  }
}
