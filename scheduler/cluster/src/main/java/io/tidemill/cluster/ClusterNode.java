package io.tidemill.cluster;

import com.hazelcast.instance.BuildInfoProvider;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerRequests;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Member.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What makes a scheduler one of several: it answers calls of the others, asks them about what they own, and tells them that there is something to look at.
public final class ClusterNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final long CLOSE_MILLIS = 5_000;

  private final SchedulerNode node;
  private final ClusterConfig config;
  private final PeerClient client;
  private final PeerServer server;
  private final Commands commands;
  private final OwnerQueries queries;
  private volatile @Nullable GridSignals grid;
  private volatile boolean closed;
  private @Nullable Thread starting;

  private ClusterNode(SchedulerNode node, ClusterConfig config, Commands localCommands, OwnerQueries localQueries)
      throws IOException {
    this.node = node;
    this.config = config;
    OwnerRequests localRequests = node.requests();
    server = PeerServer.start(new InetSocketAddress(config.host(), config.peerPort()), config.tls(),
        Map.of(Commands.class, localCommands, OwnerQueries.class, localQueries, OwnerRequests.class, localRequests));
    client = new PeerClient(config.tls());
    commands = OwnerProxy.of(Commands.class, localCommands, node, client);
    queries = OwnerProxy.of(OwnerQueries.class, localQueries, node, client);
    node.ownerRequests(OwnerProxy.of(OwnerRequests.class, localRequests, node, client));
  }

  /// Begins to answer calls.
  ///
  /// @param commands answer for the DAGs that this scheduler owns
  /// @param queries answer for the partitions that this scheduler owns
  /// @throws IOException if the address cannot be listened at
  public static ClusterNode open(SchedulerNode node, ClusterConfig config, Commands commands, OwnerQueries queries)
      throws IOException {
    return new ClusterNode(node, config, commands, queries);
  }

  /// Where commands to DAGs go, whoever owns them.
  public Commands commands() {
    return commands;
  }

  /// Where questions about live state go, whoever has it.
  public OwnerQueries queries() {
    return queries;
  }

  /// Where other schedulers call this one.
  public Listener peers() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return new Listener(host + ":" + server.port(), config.fingerprint());
  }

  /// Joins the grid, in a thread of its own: until that is done signals are missed, and nothing else.
  ///
  /// @param look run when it may be worth looking who owns what; must not block
  public void signal(Runnable look) {
    starting = Thread.ofPlatform().name("tidemill-grid-start").daemon().start(() -> join(look));
  }

  private void join(Runnable look) {
    try {
      int port = config.gridPort() == 0 ? freePort() : config.gridPort();
      GridSignals joined = GridSignals.start(BuildInfoProvider.getBuildInfo().getVersion(), config.host(), port,
          this::others, new GridSignals.Receiver() {
            @Override public void look() {
              look.run();
            }

            @Override public void message(int partition) {
              if (partition >= 0 && partition < node.partitions()) {
                node.checkInbox(partition);
              }
            }

            @Override public void changed(int dag, long run) {
              node.changedElsewhere(dag, run);
            }
          });
      grid = joined;
      if (closed) {
        joined.close();
        return;
      }
      node.clusterSignals(joined);
      Member self = node.self();
      node.introduce(self.at(joined.address()));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Expected to tell other schedulers at once what happens, but Hazelcast did not start at {}; they find it by looking, a second later",
          config.host(), e);
    }
  }

  private int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(config.host(), 0));
      return socket.getLocalPort();
    }
  }

  private Set<String> others() {
    return node.clusterState()
        .live()
        .stream()
        .map(Member::grid)
        .filter(address -> !address.isEmpty())
        .collect(Collectors.toSet());
  }

  @Override public void close() {
    closed = true;
    GridSignals joined = grid;
    if (joined != null) {
      joined.close();
    }
    Thread thread = starting;
    if (thread != null) {
      try {
        thread.join(CLOSE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    client.close();
    server.close();
  }
}
