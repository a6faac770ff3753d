package io.tidemill.store.postgresql;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import io.tidemill.store.sql.DedicatedConnection;
import io.tidemill.store.sql.JournalRows;
import io.tidemill.store.sql.Pool;
import io.tidemill.store.sql.SqlAuditLog;
import io.tidemill.store.sql.ValueChunks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in PostgreSQL. A batch is one statement that commits itself: heads move where they match, and only what moved
/// is inserted.
///
/// When an outcome is unknown, the session that met it may still be at work, say behind a row lock. It is ended before
/// anything is read back, so that what is read is the last word.
final class PostgresJournal extends JournalRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresJournal.class);
  private static final String MOVE = """
      WITH entry AS MATERIALIZED (
        SELECT * FROM unnest(?, ?, ?, ?) AS e (partition, epoch, sequence, facts)
      ), moved AS (
        UPDATE partition_head h SET head = e.sequence FROM entry e
        WHERE h.id = e.partition AND h.epoch = e.epoch AND h.head = e.sequence - 1
        RETURNING e.partition, e.epoch, e.sequence, e.facts
      )""";
  private static final String STORE_VALUES = """
      , stored AS (
        INSERT INTO value_block (id, part, bytes)
        SELECT v.id, v.part, v.bytes FROM unnest(?, ?, ?, ?) AS v (partition, id, part, bytes)
        JOIN moved m ON m.partition = v.partition
      )""";
  private static final String SEND = """
      , sent AS (
        INSERT INTO inbox (partition, receiver, sender, n, message)
        SELECT s.partition, s.receiver, s.sender, s.n, s.message
        FROM unnest(?, ?, ?, ?, ?, ?) AS s (by, partition, receiver, sender, n, message)
        JOIN moved m ON m.partition = s.by
      )""";
  private static final String TAKE = """
      , taken AS (
        DELETE FROM inbox i USING unnest(?, ?, ?, ?) AS t (partition, receiver, sender, n)
        JOIN moved m ON m.partition = t.partition
        WHERE i.partition = t.partition AND i.receiver = t.receiver AND i.sender = t.sender AND i.n = t.n
      )""";
  private static final String AUDIT = """
      , audited AS (
        INSERT INTO audit (%1$s)
        SELECT %1$s FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS a (by, %1$s)
        JOIN moved m ON m.partition = a.by
      )""".formatted(SqlAuditLog.COLUMNS);
  private static final String INSERT = """
       INSERT INTO journal (partition, sequence, epoch, facts)
      SELECT partition, sequence, epoch, facts FROM moved RETURNING partition
      """;

  private final DedicatedConnection connection;
  private final PostgresSessions sessions;
  private volatile @Nullable PostgresSession current;
  private volatile @Nullable PostgresSession doubtful;

  PostgresJournal(DedicatedConnection.Source source, PostgresSessions sessions, Pool pool) {
    super(pool);
    this.sessions = sessions;
    this.connection = new DedicatedConnection("the journal", () -> open(source), _ -> {}, PostgresFailures::isCertain);
  }

  private Connection open(DedicatedConnection.Source source) throws SQLException {
    endDoubtful();
    Connection opened = source.open();
    current = sessions.of(opened);
    return opened;
  }

  @Override public boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException {
    if (entries.isEmpty()) {
      return new boolean[0];
    }
    try {
      return once(entries);
    } catch (StoreException e) {
      if (entries.size() == 1 || !isDuplicate(e)) {
        throw e;
      }
      LOG.warn("A batch goes entry by entry. {}", e.getMessage());
      return oneByOne(entries);
    }
  }

  private boolean[] once(List<JournalEntry> entries) throws UnknownOutcomeException {
    try {
      return connection.statement(held -> append(held, entries));
    } catch (UnknownOutcomeException e) {
      doubtful = current;
      throw e;
    }
  }

  /// Keeps the trouble of one partition its own.
  private boolean[] oneByOne(List<JournalEntry> entries) throws UnknownOutcomeException {
    boolean[] written = new boolean[entries.size()];
    for (int i = 0; i < written.length; i++) {
      try {
        written[i] = once(List.of(entries.get(i)))[0];
      } catch (StoreException e) {
        if (!isDuplicate(e)) {
          throw new UnknownOutcomeException("Expected to append entry by entry, but found: " + e.getMessage()
              + "; some are written, read back which", e);
        }
        LOG.error("Partition {} cannot append entry {}: its journal has it already, or one of its values. {}",
            entries.get(i).partition(), entries.get(i).sequence(), e.getMessage());
      }
    }
    return written;
  }

  private static boolean isDuplicate(StoreException e) {
    return e.getCause() instanceof SQLException cause
        && PostgresFailures.UNIQUE_VIOLATION.equals(cause.getSQLState());
  }

  private static boolean[] append(Connection connection, List<JournalEntry> entries) throws SQLException {
    List<OwnedPart> parts = parts(entries);
    List<Sent> sent = sent(entries);
    List<Taken> taken = taken(entries);
    List<Audited> audited = audited(entries);
    String append = MOVE + (parts.isEmpty() ? "" : STORE_VALUES) + (sent.isEmpty() ? "" : SEND)
        + (taken.isEmpty() ? "" : TAKE) + (audited.isEmpty() ? "" : AUDIT) + INSERT;
    try (PreparedStatement statement = connection.prepareStatement(append)) {
      ArrayBinder<?> binder = new ArrayBinder<>(statement, entries).int2(JournalEntry::partition)
          .int8(JournalEntry::epoch)
          .int8(JournalEntry::sequence)
          .bytea(JournalEntry::facts);
      if (!parts.isEmpty()) {
        binder = binder.then(parts)
            .int2(OwnedPart::partition)
            .int8(p -> p.part().id())
            .int4(p -> p.part().part())
            .bytea(p -> p.part().bytes());
      }
      if (!sent.isEmpty()) {
        binder = binder.then(sent)
            .int2(Sent::by)
            .int2(s -> s.message().partition())
            .int4(s -> s.message().id().receiver())
            .int4(s -> s.message().id().sender())
            .int8(s -> s.message().id().n())
            .bytea(s -> s.message().bytes());
      }
      if (!taken.isEmpty()) {
        binder = binder.then(taken)
            .int2(Taken::by)
            .int4(t -> t.id().receiver())
            .int4(t -> t.id().sender())
            .int8(t -> t.id().n());
      }
      if (!audited.isEmpty()) {
        bind(binder.then(audited));
      }
      BitSet written = new BitSet();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          written.set(rows.getInt(1));
        }
      }
      boolean[] answer = new boolean[entries.size()];
      for (int i = 0; i < answer.length; i++) {
        answer[i] = entries.get(i).partition() >= 0 && written.get(entries.get(i).partition());
      }
      return answer;
    }
  }

  /// Binds the columns of the audit log.
  private static void bind(ArrayBinder<Audited> binder) throws SQLException {
    binder.int2(Audited::by)
        .int8(a -> a.entry().at())
        .int8(a -> a.entry().run())
        .text(a -> a.entry().dag())
        .text(a -> a.entry().by().who())
        .text(a -> a.entry().by().caller())
        .text(a -> a.entry().by().address())
        .text(a -> a.entry().by().verb())
        .text(a -> a.entry().subject())
        .text(a -> a.entry().before())
        .text(a -> a.entry().after())
        .text(a -> a.entry().reason());
  }

  private static List<OwnedPart> parts(List<JournalEntry> entries) {
    List<OwnedPart> parts = new ArrayList<>();
    for (JournalEntry entry : entries) {
      for (JournalEntry.ValueBlock value : entry.values()) {
        for (ValueChunks.Part part : ValueChunks.of(value)) {
          parts.add(new OwnedPart(entry.partition(), part));
        }
      }
    }
    return parts;
  }

  private static List<Sent> sent(List<JournalEntry> entries) {
    List<Sent> sent = new ArrayList<>();
    for (JournalEntry entry : entries) {
      entry.sent().forEach(message -> sent.add(new Sent(entry.partition(), message)));
    }
    return sent;
  }

  private static List<Taken> taken(List<JournalEntry> entries) {
    List<Taken> taken = new ArrayList<>();
    for (JournalEntry entry : entries) {
      entry.taken().forEach(id -> taken.add(new Taken(entry.partition(), id)));
    }
    return taken;
  }

  private static List<Audited> audited(List<JournalEntry> entries) {
    List<Audited> audited = new ArrayList<>();
    for (JournalEntry entry : entries) {
      entry.audit().forEach(each -> audited.add(new Audited(entry.partition(), each)));
    }
    return audited;
  }

  @Override public Head head(int partition) {
    settle();
    return super.head(partition);
  }

  @Override public @Nullable JournalEntry entry(int partition, long sequence) {
    settle();
    return super.entry(partition, sequence);
  }

  @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
    settle();
    return super.inbox(partition, after, limit);
  }

  @Override public List<JournalEntry> entries(int partition, long after, int limit) {
    settle();
    return super.entries(partition, after, limit);
  }

  private void settle() {
    try {
      endDoubtful();
    } catch (SQLException e) {
      throw new StoreException("Expected to end the session whose append is in doubt, but found: " + e.getMessage()
          + "; nothing was read, try again later", e);
    }
  }

  private void endDoubtful() throws SQLException {
    PostgresSession session = doubtful;
    if (session != null) {
      sessions.end(session);
      doubtful = null;
    }
  }

  @Override public void close() {
    connection.close();
  }

  /// A message, and the partition whose entry sends it.
  private record Sent(int by, InboxMessage message) {}

  /// A message, and the partition whose entry takes it.
  private record Taken(int by, MessageId id) {}

  /// An entry of the audit log, and the partition whose entry made the change.
  private record Audited(int by, AuditEntry entry) {}

  /// A row of a value, and the partition whose entry names it.
  private record OwnedPart(int partition, ValueChunks.Part part) {}
}
