package io.tidemill.store.sql;

import io.tidemill.runtime.port.JournalTail;
import io.tidemill.runtime.port.Ownership.Reader;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads what a new owner needs, in one repeatable view.
public final class RecoveryReader {
  private static final int FETCH = 1_000;
  private static final String MARKS = """
      SELECT h.epoch AS head_epoch, h.head, p.epoch, p.projected
      FROM partition_head h JOIN partition p ON p.id = h.id WHERE h.id = ?
      """;
  private static final String CHUNKS = "SELECT * FROM run_state WHERE partition = ? ORDER BY partition, dag, run, chunk";
  private static final String TAIL = """
      SELECT * FROM journal WHERE partition = ? AND sequence > ? AND sequence <= ? ORDER BY partition, sequence
      """;

  private RecoveryReader() {}

  /// Reads a partition.
  ///
  /// @param connection a fresh one, for this only
  /// @return false if it has another owner by now
  public static boolean read(Connection connection, Taken taken, Reader reader) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try {
      Marks marks = marks(connection, taken);
      if (marks == null) {
        return false;
      }
      chunks(connection, taken.partition(), reader);
      long after = reader.projected(marks.projected());
      tail(connection, taken.partition(), after, marks.head(), reader);
      return true;
    } finally {
      connection.rollback();
    }
  }

  /// A recovery that could not read.
  public static StoreException failed(Taken taken, SQLException e) {
    return new StoreException("Expected to read partition " + taken.partition() + " for its owner of epoch "
        + taken.epoch() + ", but found: " + e.getMessage() + "; forget what was read and try again", e);
  }

  private static @Nullable Marks marks(Connection connection, Taken taken) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MARKS)) {
      select.setInt(1, taken.partition());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw Partitions.unknown(taken.partition());
        }
        boolean owned = row.getLong("head_epoch") == taken.epoch() && row.getLong("epoch") == taken.epoch();
        return owned ? new Marks(row.getLong("head"), row.getLong("projected")) : null;
      }
    }
  }

  private static void chunks(Connection connection, int partition, Reader reader) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CHUNKS)) {
      select.setFetchSize(FETCH);
      select.setInt(1, partition);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reader.chunk(Rows.chunk(rows));
        }
      }
    }
  }

  private static void tail(Connection connection, int partition, long after, long head, Reader reader)
      throws SQLException {
    JournalTail tail = new JournalTail(partition, after, head, reader);
    try (PreparedStatement select = connection.prepareStatement(TAIL)) {
      select.setFetchSize(FETCH);
      select.setInt(1, partition);
      select.setLong(2, after);
      select.setLong(3, head);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tail.entry(Rows.entry(rows));
        }
      }
    }
    tail.end();
  }

  /// Where the journal ends, and where the tables are.
  private record Marks(long head, long projected) {}
}
