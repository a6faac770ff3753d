package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Member.Listener;
import io.tidemill.runtime.port.Ownership.ClusterState;
import io.tidemill.runtime.port.Ownership.Lease;
import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Leases of schedulers in PostgreSQL. They last by the clock of the database, which all schedulers share. Renewing and looking have a connection
/// each, so that a look that takes long keeps no lease from being renewed. Safe for use by several threads.
final class PostgresLeases implements AutoCloseable {
  private static final String REPLACE = "DELETE FROM scheduler_node WHERE place = ? AND node <> ?";
  private static final String FORGET = """
      DELETE FROM scheduler_node WHERE lease_until < clock_timestamp() - interval '1 hour'
      """;
  private static final String RENEW = """
      INSERT INTO scheduler_node (node, place, host, version, exclusive, peer_address, peer_fingerprint, agent_address,
        agent_fingerprint, grid_address, started, lease_until, clock_offset)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond',
        ? - (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
      ON CONFLICT (node) DO UPDATE SET peer_address = EXCLUDED.peer_address,
        peer_fingerprint = EXCLUDED.peer_fingerprint, agent_address = EXCLUDED.agent_address,
        agent_fingerprint = EXCLUDED.agent_fingerprint, grid_address = EXCLUDED.grid_address,
        lease_until = EXCLUDED.lease_until, clock_offset = EXCLUDED.clock_offset
      """;
  private static final String LEAVE = "DELETE FROM scheduler_node WHERE node = ?";
  private static final String MEMBERS = """
      SELECT node, place, host, version, exclusive, peer_address, peer_fingerprint, agent_address, agent_fingerprint,
        grid_address, started, ceil(extract(epoch FROM lease_until - statement_timestamp()) * 1000)::bigint, clock_offset
      FROM scheduler_node ORDER BY node
      """;
  private static final String OWNERS = """
      SELECT p.id, p.epoch, p.node_id, coalesce(n.lease_until > clock_timestamp(), false)
      FROM partition p LEFT JOIN scheduler_node n ON n.node = p.node_id ORDER BY p.id
      """;
  private static final String RELEASE = """
      UPDATE partition p SET node_id = NULL FROM unnest(?, ?) AS r (id, epoch)
      WHERE p.id = r.id AND p.epoch = r.epoch AND p.node_id = ?
      """;

  private final DedicatedConnection renewing;
  private final DedicatedConnection looking;
  private final Set<String> introduced = ConcurrentHashMap.newKeySet();

  PostgresLeases(DedicatedConnection.Source source) {
    renewing = new DedicatedConnection("the lease of this process", source, Connection::commit, _ -> false);
    looking = new DedicatedConnection("a look at leases", source, Connection::commit, _ -> false);
  }

  void renew(Member self, Duration life) {
    if (introduced.add(self.node())) {
      boolean done = false;
      try {
        settled(() -> renewing.transaction(held -> introduce(held, self)));
        done = true;
      } finally {
        if (!done) {
          introduced.remove(self.node());
        }
      }
    }
    settled(() -> renewing.statement(held -> renew(held, self, life)));
  }

  private static boolean introduce(Connection held, Member self) throws SQLException {
    try (PreparedStatement replace = held.prepareStatement(REPLACE); Statement forget = held.createStatement()) {
      replace.setString(1, self.place());
      replace.setString(2, self.node());
      replace.executeUpdate();
      return forget.execute(FORGET);
    }
  }

  private static boolean renew(Connection held, Member self, Duration life) throws SQLException {
    try (PreparedStatement renew = held.prepareStatement(RENEW)) {
      renew.setString(1, self.node());
      renew.setString(2, self.place());
      renew.setString(3, self.host());
      renew.setString(4, self.version());
      renew.setBoolean(5, self.exclusive());
      renew.setString(6, self.peers().address());
      renew.setString(7, self.peers().fingerprint());
      renew.setString(8, self.agents().address());
      renew.setString(9, self.agents().fingerprint());
      renew.setString(10, self.grid());
      renew.setLong(11, self.started());
      renew.setLong(12, life.toMillis());
      renew.setLong(13, System.currentTimeMillis());
      return renew.execute();
    }
  }

  void leave(String node) {
    settled(() -> renewing.statement(held -> {
      try (PreparedStatement leave = held.prepareStatement(LEAVE)) {
        leave.setString(1, node);
        return leave.execute();
      }
    }));
  }

  ClusterState clusterState() {
    return settled(() -> looking.transaction(held -> {
      List<Owner> owners = new ArrayList<>();
      List<Lease> members = new ArrayList<>();
      try (Statement statement = held.createStatement()) {
        try (ResultSet rows = statement.executeQuery(OWNERS)) {
          while (rows.next()) {
            owners.add(new Owner(rows.getInt(1), rows.getLong(2), rows.getString(3), rows.getBoolean(4)));
          }
        }
        try (ResultSet rows = statement.executeQuery(MEMBERS)) {
          while (rows.next()) {
            members.add(new Lease(
                new Member(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4),
                    rows.getBoolean(5), new Listener(rows.getString(6), rows.getString(7)),
                    new Listener(rows.getString(8), rows.getString(9)), rows.getString(10), rows.getLong(11)),
                rows.getLong(12), rows.getLong(13)));
          }
        }
      }
      return new ClusterState(members, owners);
    }));
  }

  void release(Map<Integer, Long> owned, String node) {
    List<Map.Entry<Integer, Long>> each = List.copyOf(owned.entrySet());
    settled(() -> looking.statement(held -> {
      try (PreparedStatement release = held.prepareStatement(RELEASE)) {
        new ArrayBinder<>(release, each).int2(Map.Entry::getKey).int8(Map.Entry::getValue);
        release.setString(3, node);
        return release.execute();
      }
    }));
  }

  private static <T> T settled(Call<T> call) {
    try {
      return call.make();
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; asking again settles it", e);
    }
  }

  private interface Call<T> {
    T make() throws UnknownOutcomeException;
  }

  @Override public void close() {
    renewing.close();
    looking.close();
  }
}
