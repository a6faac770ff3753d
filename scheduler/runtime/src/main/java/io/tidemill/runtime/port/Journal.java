package io.tidemill.runtime.port;

import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The write-ahead log of facts, one sequence of entries a partition.
public interface Journal {
  /// Appends one entry to each of several partitions, with the values they name, in one durable commit.
  ///
  /// An entry is written if and only if the partition's head is (`epoch`, `sequence - 1`), and moves it to (`epoch`,
  /// `sequence`) in the same statement. The entries of the other partitions are written all the same.
  ///
  /// What an entry says of who asked for its changes goes into the [AuditLog], if and only if the entry is written.
  ///
  /// Messages that an entry sends are put into the inboxes of their receivers, and those that it takes are removed, if and only if the
  /// entry is written.
  ///
  /// @param entries at most one for each partition
  /// @return for each entry, in order, whether it was written; where not, its partition is fenced
  /// @throws UnknownOutcomeException if it is not known whether the commit happened
  boolean[] append(List<JournalEntry> entries) throws UnknownOutcomeException;

  /// The head of a partition.
  Head head(int partition);

  /// The entry with that number, or null if there is none.
  @Nullable JournalEntry entry(int partition, long sequence);

  /// Entries of a partition in their order.
  ///
  /// @param after number after which to begin
  /// @param limit most entries, at least 1
  List<JournalEntry> entries(int partition, long after, int limit);

  /// Messages to DAGs of a partition that were sent and not taken, by receiver, sender and number.
  ///
  /// @param after the one after which to begin, [MessageId#NONE] for the first
  /// @param limit most messages, at least 1
  List<InboxMessage> inbox(int partition, MessageId after, int limit);

  /// Where the journal of a partition ends.
  ///
  /// @param epoch epoch of the owner, 0 before the first
  /// @param sequence number of the last entry, 0 before the first
  record Head(long epoch, long sequence) {}
}
