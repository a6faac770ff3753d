package io.tidemill.store.h2;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.JournalRows;
import io.tidemill.store.sql.Pool;
import io.tidemill.store.sql.SqlAuditLog;
import io.tidemill.store.sql.ValueChunks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The journal in H2: the heads are moved one by one where they match, then the entries of those that did are inserted, in
/// one transaction that ends on the disk.
final class H2Journal extends JournalRows {
  private static final String MOVE = "UPDATE partition_head SET head = ? WHERE id = ? AND epoch = ? AND head = ?";
  private static final String INSERT = "INSERT INTO journal (partition, sequence, epoch, facts) VALUES (?, ?, ?, ?)";
  private static final String SEND = "INSERT INTO inbox (partition, receiver, sender, n, message) VALUES (?, ?, ?, ?, ?)";
  private static final String TAKE = "DELETE FROM inbox WHERE partition = ? AND receiver = ? AND sender = ? AND n = ?";
  private static final String AUDIT = "INSERT INTO audit (" + SqlAuditLog.COLUMNS
      + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_VALUE = "INSERT INTO value_block (id, part, bytes) VALUES (?, ?, ?)";

  private final DedicatedConnection connection;

  H2Journal(DedicatedConnection connection, Pool pool) {
    super(pool);
    this.connection = connection;
  }

  @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
    return entries.isEmpty() ? new boolean[0] : connection.transaction(held -> append(held, entries));
  }

  private static boolean[] append(Connection connection, List<JournalEntry> entries) throws SQLException {
    boolean[] written = move(connection, entries);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          insert(insert, entries.get(i));
        }
      }
      insert.executeBatch();
    }
    insertValues(connection, entries, written);
    send(connection, entries, written);
    take(connection, entries, written);
    audit(connection, entries, written);
    return written;
  }

  /// Inserts an entry, with the next execution of the batch.
  static void insert(PreparedStatement insert, JournalEntry entry) throws SQLException {
    insert.setInt(1, entry.partition());
    insert.setLong(2, entry.sequence());
    insert.setLong(3, entry.epoch());
    H2Bind.bytes(insert, 4, entry.facts());
    insert.addBatch();
  }

  static PreparedStatement prepareInsert(Connection connection) throws SQLException {
    return connection.prepareStatement(INSERT);
  }

  private static boolean[] move(Connection connection, List<JournalEntry> entries) throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      for (JournalEntry entry : entries) {
        move.setLong(1, entry.sequence());
        move.setInt(2, entry.partition());
        move.setLong(3, entry.epoch());
        move.setLong(4, entry.sequence() - 1);
        move.addBatch();
      }
      return H2Projections.matched(move.executeBatch());
    }
  }

  private static void send(Connection connection, List<JournalEntry> entries, boolean[] written) throws SQLException {
    if (entries.stream().allMatch(entry -> entry.sent().isEmpty())) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(SEND)) {
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          for (JournalEntry.InboxMessage message : entries.get(i).sent()) {
            insert.setInt(1, message.partition());
            insert.setInt(2, message.id().receiver());
            insert.setInt(3, message.id().sender());
            insert.setLong(4, message.id().n());
            insert.setBytes(5, message.bytes());
            insert.addBatch();
          }
        }
      }
      insert.executeBatch();
    }
  }

  private static void take(Connection connection, List<JournalEntry> entries, boolean[] written) throws SQLException {
    if (entries.stream().allMatch(entry -> entry.taken().isEmpty())) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(TAKE)) {
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          for (JournalEntry.MessageId id : entries.get(i).taken()) {
            delete.setInt(1, entries.get(i).partition());
            delete.setInt(2, id.receiver());
            delete.setInt(3, id.sender());
            delete.setLong(4, id.n());
            delete.addBatch();
          }
        }
      }
      delete.executeBatch();
    }
  }

  private static void audit(Connection connection, List<JournalEntry> entries, boolean[] written) throws SQLException {
    if (entries.stream().allMatch(entry -> entry.audit().isEmpty())) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(AUDIT)) {
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          for (AuditEntry entry : entries.get(i).audit()) {
            insert.setLong(1, entry.at());
            insert.setLong(2, entry.run());
            insert.setString(3, entry.dag());
            insert.setString(4, entry.by().who());
            insert.setString(5, entry.by().caller());
            insert.setString(6, entry.by().address());
            insert.setString(7, entry.by().verb());
            insert.setString(8, entry.subject());
            insert.setString(9, entry.before());
            insert.setString(10, entry.after());
            insert.setString(11, entry.reason());
            insert.addBatch();
          }
        }
      }
      insert.executeBatch();
    }
  }

  private static void insertValues(Connection connection, List<JournalEntry> entries, boolean[] written)
      throws SQLException {
    if (entries.stream().allMatch(entry -> entry.values().isEmpty())) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT_VALUE)) {
      for (int i = 0; i < written.length; i++) {
        if (written[i]) {
          for (JournalEntry.ValueBlock value : entries.get(i).values()) {
            for (ValueChunks.Part part : ValueChunks.of(value)) {
              insert.setLong(1, part.id());
              insert.setInt(2, part.part());
              insert.setBytes(3, part.bytes());
              insert.addBatch();
            }
          }
        }
      }
      insert.executeBatch();
    }
  }
}
