package io.tidemill.store.h2;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalEntry;
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
import java.util.ArrayList;
import java.util.List;

/// Ownership in H2. Only this process has the file, so nobody else can hold what a take-over needs for long.
final class H2Ownership implements Ownership {
  private static final String LOCK = "SELECT epoch, head FROM partition_head WHERE id = ? FOR UPDATE";
  private static final String RAISE = "UPDATE partition_head SET epoch = ?, head = ? WHERE id = ?";
  private static final String OWN = "UPDATE partition SET epoch = ?, node_id = ? WHERE id = ?";

  private final DedicatedConnection.Source source;

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

  @Override public void announce(String node) {
    // There is no other process that could want to know.
  }

  @Override public List<Owner> owners() {
    return List.of();
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
