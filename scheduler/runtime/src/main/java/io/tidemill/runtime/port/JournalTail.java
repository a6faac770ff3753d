package io.tidemill.runtime.port;

import io.tidemill.runtime.port.Ownership.Reader;

/// Hands a journal's tail to a reader, and refuses a gap in it, as every [Ownership] must.
public final class JournalTail {
  private final int partition;
  private final long head;
  private final Reader reader;
  private long last;

  /// @param after number of the entry before the tail
  /// @param head number of the last entry there must be
  public JournalTail(int partition, long after, long head, Reader reader) {
    this.partition = partition;
    this.last = after;
    this.head = head;
    this.reader = reader;
  }

  /// Takes the next entry.
  public void entry(JournalEntry entry) {
    if (entry.sequence() != last + 1) {
      throw JournalBrokenException.gap(partition, last + 1, entry.sequence());
    }
    last = entry.sequence();
    reader.entry(entry);
  }

  /// Says that there are no more entries.
  public void end() {
    if (last != head) {
      throw JournalBrokenException.end(partition, last + 1, head);
    }
  }
}
