package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.Partition;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The journal in memory.
final class MemoryJournal implements Journal {
  private final MemoryTables tables;
  private final MemoryAuditLog audit;

  MemoryJournal(MemoryTables tables, MemoryAuditLog audit) {
    this.tables = tables;
    this.audit = audit;
  }

  @Override public boolean[] append(List<JournalEntry> entries) {
    synchronized (tables) {
      boolean[] written = new boolean[entries.size()];
      for (int i = 0; i < written.length; i++) {
        written[i] = append(entries.get(i));
      }
      return written;
    }
  }

  private boolean append(JournalEntry entry) {
    if (entry.partition() < 0 || entry.partition() >= tables.partitions.size()) {
      return false;
    }
    Partition partition = tables.partition(entry.partition());
    if (partition.epoch != entry.epoch() || partition.head != entry.sequence() - 1) {
      return false;
    }
    partition.head = entry.sequence();
    partition.entries.put(entry.sequence(), bare(entry));
    for (ValueBlock value : entry.values()) {
      tables.values.put(value.id(), value.bytes().clone());
    }
    for (InboxMessage message : entry.sent()) {
      tables.partition(message.partition()).inbox.putIfAbsent(message.id(), message);
    }
    entry.taken().forEach(partition.inbox::remove);
    entry.audit().forEach(audit::add);
    return true;
  }

  /// An entry as it is read back.
  static JournalEntry bare(JournalEntry entry) {
    return new JournalEntry(entry.partition(), entry.epoch(), entry.sequence(), entry.facts().clone(), List.of());
  }

  @Override public List<InboxMessage> inbox(int partition, MessageId after, int limit) {
    synchronized (tables) {
      return tables.partition(partition).inbox.tailMap(after, false).values().stream().limit(limit).toList();
    }
  }

  @Override public Head head(int partition) {
    synchronized (tables) {
      Partition of = tables.partition(partition);
      return new Head(of.epoch, of.head);
    }
  }

  @Override public @Nullable JournalEntry entry(int partition, long sequence) {
    synchronized (tables) {
      JournalEntry entry = tables.partition(partition).entries.get(sequence);
      return entry == null ? null : bare(entry);
    }
  }

  @Override public List<JournalEntry> entries(int partition, long after, int limit) {
    synchronized (tables) {
      return tables.partition(partition).entries.tailMap(after, false)
          .values()
          .stream()
          .limit(limit)
          .map(MemoryJournal::bare)
          .toList();
    }
  }
}
