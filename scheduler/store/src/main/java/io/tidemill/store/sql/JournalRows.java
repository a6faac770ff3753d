package io.tidemill.store.sql;

import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the journal's tables. Writing them differs by dialect.
public abstract class JournalRows implements Journal {
  private final Pool pool;

  protected JournalRows(Pool pool) {
    this.pool = pool;
  }

  @Override public Head head(int partition) {
    return pool.ask(handle -> handle.createQuery("SELECT epoch, head FROM partition_head WHERE id = :id")
        .bind("id", partition)
        .map((row, _) -> new Head(row.getLong("epoch"), row.getLong("head")))
        .findOne())
        .orElseThrow(() -> Partitions.unknown(partition));
  }

  @Override public @Nullable JournalEntry entry(int partition, long sequence) {
    return pool
        .ask(handle -> handle.createQuery("SELECT * FROM journal WHERE partition = :partition AND sequence = :sequence")
            .bind("partition", partition)
            .bind("sequence", sequence)
            .map((row, _) -> Rows.entry(row))
            .findOne())
        .orElse(null);
  }

  @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT * FROM inbox WHERE partition = :partition AND (receiver, sender, n) > (:receiver, :sender, :n)
        ORDER BY receiver, sender, n LIMIT :limit
        """)
        .bind("partition", partition)
        .bind("receiver", after.receiver())
        .bind("sender", after.sender())
        .bind("n", after.n())
        .bind("limit", limit)
        .map((row, _) -> Rows.message(row))
        .list());
  }

  @Override public List<JournalEntry> entries(int partition, long after, int limit) {
    return pool.ask(handle -> handle.createQuery("""
        SELECT * FROM journal WHERE partition = :partition AND sequence > :after ORDER BY sequence LIMIT :limit
        """)
        .bind("partition", partition)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> Rows.entry(row))
        .list());
  }
}
