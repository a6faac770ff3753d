package io.tidemill.daemon.boot;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.cluster.ClusterConfig;
import io.tidemill.cluster.ClusterNode;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.tls.PeerIdentity;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where this scheduler listens for the others of its database.
final class ClusterListener {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern HOST = Pattern.compile("jdbc:postgresql://(?:[^@/]*@)?(\\[[^]]+]|[^:/,?]+)");
  private static final int ANY_PORT = 9;

  private ClusterListener() {}

  /// Begins to listen.
  static ClusterNode open(DataDirectory directory, DaemonConfig config, SchedulerNode node, Commands commands,
      OwnerQueries queries) {
    PeerIdentity identity = PeerIdentity.in(directory.path(), () -> node.clusterState().fingerprints());
    String host = host(config);
    try {
      ClusterNode cluster = ClusterNode.open(node,
          new ClusterConfig(host, config.cluster().port(), config.cluster().gridPort(), identity.context(),
              identity.fingerprint()),
          commands, queries);
      node.introduce(node.self().calledAt(cluster.peers()));
      return cluster;
    } catch (IOException e) {
      throw RefusedException.of(Kind.INVALID, "port-in-use", "cluster-port",
          "Expected to listen for other schedulers at " + host + ":" + config.cluster().port() + ", but found: "
              + e.getMessage()
              + "; set tidemill.cluster.host to an address of this machine, and tidemill.cluster.port to a free port, or 0 for any");
    }
  }

  /// The address from which this machine reaches the database: there the other schedulers are.
  static String host(DaemonConfig config) {
    if (!config.cluster().host().isEmpty()) {
      return config.cluster().host();
    }
    Matcher found = HOST.matcher(config.database().url());
    if (!found.find()) {
      return LOOPBACK;
    }
    try (DatagramSocket route = new DatagramSocket()) {
      InetAddress database = InetAddress.getByName(found.group(1));
      if (database.isLoopbackAddress()) {
        return LOOPBACK;
      }
      route.connect(new InetSocketAddress(database, ANY_PORT));
      return route.getLocalAddress().getHostAddress();
    } catch (SocketException | UnknownHostException _) {
      return LOOPBACK;
    }
  }
}
