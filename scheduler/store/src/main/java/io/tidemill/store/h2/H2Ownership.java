package io.tidemill.store.h2;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.Partitions;
import io.tidemill.store.sql.RecoveryReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ownership in H2. Only this process has the file: its lease lasts as long as it does, and nobody else can hold what a take-over needs for
/// long.
final class H2Ownership implements Ownership {
  private static final String LOCK = "SELECT epoch, head FROM partition_head WHERE id = ? FOR UPDATE";
  private static final String RAISE = "UPDATE partition_head SET epoch = ?, head = ? WHERE id = ?";
  private static final String OWN = "UPDATE partition SET epoch = ?, node_id = ? WHERE id = ?";

  private static final String OWNERS = "SELECT id, epoch, node_id FROM partition ORDER BY id";
  private static final String RELEASE = "UPDATE partition SET node_id = NULL WHERE id = ? AND epoch = ? AND node_id = ?";

  private final DedicatedConnection.Source source;
  private volatile @Nullable Member self;

  H2Ownership(DedicatedConnection.Source source) {
    this.source = source;
  }

  @Override public List<Taken> take(List<Integer> partitions, String node, FirstEntry first) {
    try (
        DedicatedConnection own = new DedicatedConnection("an acquisition", source, H2Durability::commit, _ -> false)) {
      return own.transaction(held -> take(held, partitions.stream().distinct().sorted().toList(), node, first));
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; taking again settles it", e);
    }
  }

  private static List<Taken> take(Connection connection, List<Integer> partitions, String node, FirstEntry first)
      throws SQLException {
    List<Taken> taken = new ArrayList<>();
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement raise = connection.prepareStatement(RAISE);
        PreparedStatement own = connection.prepareStatement(OWN);
        PreparedStatement insert = H2Journal.prepareInsert(connection)) {
      for (int partition : partitions) {
        Head head = lock(lock, partition);
        Taken next = new Taken(partition, head.epoch() + 1, head.sequence() + 1);
        raise.setLong(1, next.epoch());
        raise.setLong(2, next.sequence());
        raise.setInt(3, partition);
        raise.addBatch();
        own.setLong(1, next.epoch());
        own.setString(2, node);
        own.setInt(3, partition);
        own.addBatch();
        H2Journal.insert(insert, new JournalEntry(partition, next.epoch(), next.sequence(),
            first.facts(partition, next.epoch()), List.of()));
        taken.add(next);
      }
      raise.executeBatch();
      own.executeBatch();
      insert.executeBatch();
    }
    return taken;
  }

  private static Head lock(PreparedStatement lock, int partition) throws SQLException {
    lock.setInt(1, partition);
    try (ResultSet row = lock.executeQuery()) {
      if (!row.next()) {
        throw Partitions.unknown(partition);
      }
      return new Head(row.getLong(1), row.getLong(2));
    }
  }

  @Override public void renew(Member member, Duration life) {
    self = member;
  }

  @Override public void leave(String node) {
    self = null;
  }

  @Override public ClusterState clusterState() {
    Member own = self;
    List<Owner> owners = new ArrayList<>();
    try (Connection connection = source.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(OWNERS)) {
      while (rows.next()) {
        String node = rows.getString(3);
        owners.add(new Owner(rows.getInt(1), rows.getLong(2), node, own != null && own.node().equals(node)));
      }
    } catch (SQLException e) {
      throw new StoreException("Expected to read who owns partitions, but found: " + e.getMessage(), e);
    }
    return new ClusterState(own == null ? List.of() : List.of(new Lease(own, Long.MAX_VALUE, 0)), owners);
  }

  @Override public void release(Map<Integer, Long> owned, String node) {
    try (DedicatedConnection own = new DedicatedConnection("a release", source, H2Durability::commit, _ -> false)) {
      own.transaction(held -> {
        try (PreparedStatement release = held.prepareStatement(RELEASE)) {
          for (Map.Entry<Integer, Long> each : owned.entrySet()) {
            release.setInt(1, each.getKey());
            release.setLong(2, each.getValue());
            release.setString(3, node);
            release.addBatch();
          }
          return release.executeBatch();
        }
      });
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; releasing again settles it", e);
    }
  }

  @Override public boolean recover(Taken taken, Reader reader) {
    try (Connection connection = source.open()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LAZY_QUERY_EXECUTION TRUE"); // or H2 would gather all rows before the first
      }
      return RecoveryReader.read(connection, taken, reader);
    } catch (SQLException e) {
      throw RecoveryReader.failed(taken, e);
    }
  }
}
