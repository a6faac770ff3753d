package io.tidemill.store.postgresql;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Ownership in PostgreSQL. A take-over is one transaction for all its partitions, on a connection of its own, and always locks
/// rows in the order of their numbers.
///
/// An owner that was paused in the middle of a statement holds its rows, beyond any timeout of its own. The taker waits one
/// lock timeout for them, ends the sessions that hold them, and tries again.
final class PostgresOwnership implements Ownership {
  private static final int ATTEMPTS = 5;
  private static final Set<String> BLOCKED = Set.of(PostgresFailures.LOCK_NOT_AVAILABLE, PostgresFailures.DEADLOCK);
  private static final String LOCK_HEADS = """
      SELECT id, epoch, head FROM partition_head WHERE id = ANY (?) ORDER BY id FOR UPDATE
      """;
  private static final String LOCK_MARKS = "SELECT id FROM partition WHERE id = ANY (?) ORDER BY id FOR UPDATE";
  private static final String TAKE = """
      WITH entry AS MATERIALIZED (
        SELECT * FROM unnest(?, ?, ?, ?) AS e (partition, epoch, sequence, facts)
      ), raised AS (
        UPDATE partition_head h SET epoch = e.epoch, head = e.sequence FROM entry e WHERE h.id = e.partition
      ), owned AS (
        UPDATE partition p SET epoch = e.epoch, node_id = ? FROM entry e WHERE p.id = e.partition
      )
      INSERT INTO journal (partition, sequence, epoch, facts) SELECT partition, sequence, epoch, facts FROM entry
      """;

  private final PostgresConnections connections;
  private final PostgresSessions sessions;
  private final PostgresLeases leases;

  PostgresOwnership(PostgresConnections connections, PostgresSessions sessions) {
    this.connections = connections;
    this.sessions = sessions;
    leases = new PostgresLeases(connections::leases);
  }

  @Override public void renew(Member self, Duration life) {
    leases.renew(self, life);
  }

  @Override public void leave(String node) {
    leases.leave(node);
  }

  @Override public ClusterState clusterState() {
    return leases.clusterState();
  }

  @Override public void release(Map<Integer, Long> owned, String node) {
    leases.release(owned, node);
  }

  void close() {
    leases.close();
  }

  @Override public List<Taken> take(List<Integer> partitions, String node, FirstEntry first) {
    List<Integer> ids = partitions.stream().distinct().sorted().toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    try (DedicatedConnection own = new DedicatedConnection("an acquisition", connections::forAcquisition,
        Connection::commit,
        PostgresFailures::isCertain)) {
      return take(own, ids, node, first);
    } catch (UnknownOutcomeException e) {
      throw new StoreException(e.getMessage() + "; taking again settles it", e);
    }
  }

  private List<Taken> take(DedicatedConnection own, List<Integer> ids, String node, FirstEntry first)
      throws UnknownOutcomeException {
    for (int attempt = 1;; attempt++) {
      try {
        return own.transaction(held -> take(held, ids, node, first));
      } catch (StoreException e) {
        if (attempt == ATTEMPTS || !(e.getCause() instanceof SQLException cause)
            || !BLOCKED.contains(cause.getSQLState())) {
          throw e;
        }
        own.statement(held -> {
          sessions.endHolders(held, ids);
          return true;
        });
      }
    }
  }

  private static List<Taken> take(Connection connection, List<Integer> ids, String node, FirstEntry first)
      throws SQLException {
    List<JournalEntry> entries = lock(connection, ids, first);
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      new ArrayBinder<>(take, entries).int2(JournalEntry::partition)
          .int8(JournalEntry::epoch)
          .int8(JournalEntry::sequence)
          .bytea(JournalEntry::facts);
      take.setString(5, node);
      take.executeUpdate();
    }
    return entries.stream().map(entry -> new Taken(entry.partition(), entry.epoch(), entry.sequence())).toList();
  }

  private static List<JournalEntry> lock(Connection connection, List<Integer> ids, FirstEntry first)
      throws SQLException {
    List<JournalEntry> entries = new ArrayList<>();
    try (PreparedStatement heads = connection.prepareStatement(LOCK_HEADS);
        PreparedStatement marks = connection.prepareStatement(LOCK_MARKS)) {
      new ArrayBinder<>(heads, ids).int2(Integer::intValue);
      try (ResultSet rows = heads.executeQuery()) {
        while (rows.next()) {
          int partition = rows.getInt(1);
          long epoch = rows.getLong(2) + 1;
          entries.add(
              new JournalEntry(partition, epoch, rows.getLong(3) + 1, first.facts(partition, epoch), List.of()));
        }
      }
      new ArrayBinder<>(marks, ids).int2(Integer::intValue);
      marks.executeQuery().close();
    }
    if (entries.size() != ids.size()) {
      Set<Integer> known = Set.copyOf(entries.stream().map(JournalEntry::partition).toList());
      throw Partitions.unknown(ids.stream().filter(id -> !known.contains(id)).findFirst().orElseThrow());
    }
    return entries;
  }

  @Override public boolean recover(Taken taken, Reader reader) {
    try (Connection connection = connections.recovery()) {
      return RecoveryReader.read(connection, taken, reader);
    } catch (SQLException e) {
      throw RecoveryReader.failed(taken, e);
    }
  }
}
