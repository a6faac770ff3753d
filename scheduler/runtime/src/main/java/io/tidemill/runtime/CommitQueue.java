package io.tidemill.runtime;

import io.tidemill.engine.Turn;
import io.tidemill.runtime.port.JournalEntry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What a partition decided and has not committed, in the order of its entries, and how far the journal is.
///
/// The partition puts turns in; the writer takes them out, one entry after the other, and says when an entry is durable. Entries
/// are numbered when they are taken. Used under the partition's lock, but for the mark that says that the writer was told.
final class CommitQueue {
  private final Partition partition;
  private final ArrayDeque<PendingCommit> pendings = new ArrayDeque<>();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private long epoch;
  private long taken;
  private long durable;

  CommitQueue(Partition partition) {
    this.partition = partition;
  }

  /// Begins behind the last entry, which is durable.
  void begin(long newEpoch, long last) {
    epoch = newEpoch;
    taken = last;
    durable = last;
  }

  /// Adds a turn to what is committed next.
  ///
  /// @return false if it led to nothing that anybody must know
  boolean add(Submission submission, Turn turn) {
    if (turn.facts().isEmpty() && turn.effects().isEmpty() && submission.completion() == Completion.NONE) {
      return false;
    }
    PendingCommit open = pendings.peekLast();
    if (open == null || open.sealed) {
      open = new PendingCommit(partition, epoch);
      pendings.add(open);
    }
    open.add(submission, turn);
    return true;
  }

  /// Notes that there is something to commit; true if that is news to the writer. Any thread.
  boolean markDirty() {
    return dirty.compareAndSet(false, true);
  }

  /// The writer looks now. Any thread.
  void clearDirty() {
    dirty.set(false);
  }

  /// Hands out what is to be committed next, numbered; null if there is nothing.
  @Nullable PendingCommit take() {
    PendingCommit next = pendings.poll();
    if (next == null || next.isEmpty()) {
      return null;
    }
    if (!next.facts.isEmpty()) {
      taken++;
      next.entry = new JournalEntry(partition.number(), epoch, taken, next.facts.finish(), next.values,
          next.rows(), next.taken, next.audit);
    }
    return next;
  }

  boolean isEmpty() {
    return pendings.isEmpty();
  }

  /// Whether everything decided is durable.
  boolean settled() {
    return pendings.isEmpty() && taken == durable;
  }

  /// Notes that an entry is durable.
  void committed(JournalEntry entry) {
    if (entry.epoch() == epoch) {
      durable = entry.sequence();
    }
  }

  /// Number of the last entry that is durable.
  long durable() {
    return durable;
  }

  /// Number that the last entry decided so far has, or will have.
  long decided() {
    return taken + pendings.stream().filter(p -> !p.facts.isEmpty()).count();
  }

  /// No further turn goes into the entry that is open: a snapshot is taken behind it.
  void seal() {
    PendingCommit open = pendings.peekLast();
    if (open != null && !open.facts.isEmpty()) {
      open.sealed = true;
    }
  }

  /// Gives up what was not taken.
  List<PendingCommit> drop() {
    List<PendingCommit> dropped = List.copyOf(pendings);
    pendings.clear();
    return dropped;
  }
}
