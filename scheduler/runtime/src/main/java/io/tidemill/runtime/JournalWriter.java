package io.tidemill.runtime;

import io.tidemill.engine.fact.MessageSent;
import io.tidemill.runtime.port.Journal;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.port.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Commits what the partitions decided, one batch after the other, and lets effects and answers go behind the commit.
///
/// What needs no entry (an answer that changes nothing, an effect sent again) goes only while the head still has the epoch it
/// was decided in: a node that lost its partition and does not know it would otherwise acknowledge what the owner never saw.
///
/// What gathered while one batch was committed is the next; there is no timer. An append whose outcome is not known is
/// settled before anything else goes out: mine is durable, another's is fenced, absent is appended again, the same bytes under
/// the same number (guarantees R2). Stepped by one thread at a time.
final class JournalWriter {
  private final Journal journal;
  private final CommitListener commitListener;
  private final StoreOutage outage;
  private final Runnable committed;
  private final Consumer<MessageSent> sent;
  private final ConcurrentLinkedQueue<Partition> dirty = new ConcurrentLinkedQueue<>();
  private List<PendingCommit> batch = List.of();
  private List<PendingCommit> doubtful = List.of();
  private volatile long commits;

  /// @param committed called when something became durable
  /// @param sent told each message that is durable
  JournalWriter(Journal journal, CommitListener commitListener, StoreOutage outage, Runnable committed,
      Consumer<MessageSent> sent) {
    this.journal = journal;
    this.commitListener = commitListener;
    this.outage = outage;
    this.committed = committed;
    this.sent = sent;
  }

  /// Notes that a partition has something to commit.
  void dirty(Partition partition) {
    dirty.add(partition);
  }

  /// Commits one batch.
  StepResult step() {
    if (batch.isEmpty() && doubtful.isEmpty()) {
      batch = gather();
      if (batch.isEmpty()) {
        return StepResult.IDLE;
      }
    }
    outage.asked();
    try {
      if (!doubtful.isEmpty()) {
        settle();
      }
      append();
      outage.over();
      return StepResult.WORKED;
    } catch (UnknownOutcomeException e) {
      outage.met("the outcome of a commit is not known and will be read back", e);
      doubtful = batch;
      batch = List.of();
      return StepResult.LATER;
    } catch (StoreException e) {
      outage.met("a commit", e);
      return StepResult.LATER;
    } finally {
      outage.answered();
      commitListener.gone();
    }
  }

  /// How many batches were committed so far.
  long commits() {
    return commits;
  }

  /// Whether there is nothing to commit and nothing in doubt.
  boolean idle() {
    return batch.isEmpty() && doubtful.isEmpty() && dirty.isEmpty();
  }

  private List<PendingCommit> gather() {
    List<PendingCommit> gathered = new ArrayList<>();
    List<Partition> again = new ArrayList<>();
    for (Partition next = dirty.poll(); next != null; next = dirty.poll()) {
      Partition partition = next;
      if (gathered.stream().anyMatch(p -> p.partition == partition)) {
        again.add(partition);
        continue;
      }
      partition.clearDirty();
      PendingCommit pending = partition.take();
      if (pending != null) {
        gathered.add(pending);
        commitListener.beforeCommit(pending);
      }
      if (partition.hasPending() && partition.markDirty()) {
        again.add(partition);
      }
    }
    dirty.addAll(again);
    return gathered;
  }

  private void append() throws UnknownOutcomeException {
    dropWithoutEntry();
    List<PendingCommit> writing = batch.stream().filter(p -> p.entry != null).toList();
    boolean[] written = writing.isEmpty() ? new boolean[0] : journal.append(entries(writing));
    List<PendingCommit> done = batch;
    batch = List.of();
    commits = commits + 1;
    int i = 0;
    for (PendingCommit pending : done) {
      finish(pending, pending.entry == null || written[i++]);
    }
  }

  /// Drops what was decided without facts in an epoch that is over.
  private void dropWithoutEntry() {
    for (PendingCommit pending : batch) {
      if (pending.entry == null && journal.head(pending.partition.number()).epoch() != pending.epoch) {
        List<PendingCommit> rest = new ArrayList<>(batch);
        rest.remove(pending);
        batch = rest;
        finish(pending, false);
      }
    }
  }

  private static List<JournalEntry> entries(List<PendingCommit> pendings) {
    return pendings.stream().map(p -> Objects.requireNonNull(p.entry)).toList();
  }

  private void settle() {
    List<PendingCommit> absent = new ArrayList<>(batch);
    List<PendingCommit> rest = new ArrayList<>(doubtful);
    for (PendingCommit pending : doubtful) {
      JournalEntry mine = pending.entry;
      if (mine == null) {
        absent.add(pending);
      } else {
        Journal.Head head = journal.head(mine.partition());
        if (head.epoch() == mine.epoch() && head.sequence() == mine.sequence() - 1) {
          absent.add(pending);
        } else {
          JournalEntry there = journal.entry(mine.partition(), mine.sequence());
          finish(pending, there != null && there.epoch() == mine.epoch() && Arrays.equals(there.facts(), mine.facts()));
        }
      }
      rest.remove(pending);
      doubtful = List.copyOf(rest);
      batch = List.copyOf(absent);
    }
  }

  private void finish(PendingCommit pending, boolean owner) {
    JournalEntry entry = pending.entry;
    if (!owner) {
      pending.partition.fenced(pending.epoch);
      pending.partition.abandon(pending.effects);
      pending.answers.forEach(answer -> answer.to().dropped("Another scheduler owns the partition"));
      return;
    }
    if (entry != null) {
      pending.partition.committed(entry);
    }
    commitListener.afterCommit(pending);
    pending.sent.forEach(sent);
    committed.run();
  }
}
