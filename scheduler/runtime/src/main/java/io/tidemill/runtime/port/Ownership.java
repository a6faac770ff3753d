package io.tidemill.runtime.port;

import java.util.List;

/// Who owns which partition, and what a new owner must read.
public interface Ownership {
  /// Makes a node the owner of partitions, whoever owned them: raises the epoch and appends the entry that says so, in one durable
  /// commit a partition (or one for all of them).
  ///
  /// @param node name of the taking process
  /// @param first makes the entry to append
  List<Taken> take(List<Integer> partitions, String node, FirstEntry first);

  /// Reads snapshots and the journal's tail of an owned partition, in one repeatable view taken after the take-over.
  ///
  /// @param taken what [#take] answered
  /// @return false if the partition has another owner by now; what the reader was given must be forgotten
  boolean recover(Taken taken, Reader reader);

  /// Makes it known that a node lives, until its store is closed or its process does nothing for some ten seconds. Said again and again: a
  /// database that was away has forgotten it.
  ///
  /// @param node name under which it takes partitions
  void announce(String node);

  /// Who owns each partition that anybody ever took; nothing where only one process can have the database.
  List<Owner> owners();

  /// An owner.
  ///
  /// @param node name under which it took the partition
  /// @param lives whether that node is known to live
  record Owner(int partition, long epoch, String node, boolean lives) {}

  /// Makes the facts of the entry a take-over appends.
  interface FirstEntry {
    byte[] facts(int partition, long epoch);
  }

  /// A partition that was taken.
  ///
  /// @param sequence number of the entry that records it
  record Taken(int partition, long epoch, long sequence) {}

  /// Takes what recovery reads: first all snapshots, then all entries after them.
  interface Reader {
    /// A chunk of a snapshot; those of one run come together, ascending.
    void chunk(RunChunk chunk);

    /// Number of the entry the snapshots are of; called once, after them.
    ///
    /// @return number of the entry behind which to begin, at most `sequence`: snapshots of some DAGs may be older
    long projected(long sequence);

    /// An entry behind what [#projected] answered; gapless, ascending.
    void entry(JournalEntry entry);
  }
}
