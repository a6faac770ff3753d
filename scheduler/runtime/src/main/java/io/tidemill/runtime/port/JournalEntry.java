package io.tidemill.runtime.port;

import java.util.Comparator;
import java.util.List;

/// The facts of some turns of one partition, committed together.
///
/// @param epoch epoch of the owner that writes it
/// @param sequence number of the entry in its partition, from 1, gapless
/// @param facts the encoded facts
/// @param values values the facts name, written in the same commit; empty when read back
/// @param sent messages that the facts send, put into the inboxes of their receivers in the same commit; empty when read back
/// @param taken messages that the facts take, removed from the inbox of this partition in the same commit; empty when read back
/// @param audit who asked for which of its changes, written in the same commit; empty when read back
@SuppressWarnings("ArrayRecordComponent") // a carrier: compared by its bytes where it matters
public record JournalEntry(int partition, long epoch, long sequence, byte[] facts, List<ValueBlock> values,
    List<InboxMessage> sent, List<MessageId> taken, List<AuditEntry> audit) {
  /// An entry without messages, that nobody asked for.
  public JournalEntry(int partition, long epoch, long sequence, byte[] facts, List<ValueBlock> values) {
    this(partition, epoch, sequence, facts, values, List.of(), List.of(), List.of());
  }

  /// Names a message.
  ///
  /// @param receiver number of the DAG or asset it is for
  /// @param sender number of the one that sent it
  /// @param n number of the message from that sender to that receiver, from 1, without a gap
  public record MessageId(int receiver, int sender, long n) implements Comparable<MessageId> {
    private static final Comparator<MessageId> ORDER = Comparator.comparingInt(MessageId::receiver)
        .thenComparingInt(MessageId::sender)
        .thenComparingLong(MessageId::n);
    /// Before all messages.
    public static final MessageId NONE = new MessageId(0, 0, 0);

    @Override public int compareTo(MessageId other) {
      return ORDER.compare(this, other);
    }
  }

  /// A message in the inbox of a partition.
  ///
  /// @param partition partition of the receiver
  public record InboxMessage(int partition, MessageId id, byte[] bytes) {}

  /// A value to store. Rows of at most 256 KiB hold it.
  ///
  /// @param id number by which facts name it, never used twice
  public record ValueBlock(long id, byte[] bytes) {}
}
