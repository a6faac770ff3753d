package io.tidemill.runtime.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /// Begins or extends the lease of a scheduler, by the clock of the database: until it ends, nobody takes what the scheduler owns. The first
  /// call of a process ends the leases of earlier processes of its place.
  ///
  /// @param self the scheduler, as the others shall see it
  /// @param life how long the lease lasts from now
  void renew(Member self, Duration life);

  /// Ends the lease of a scheduler at once. What it owns may be taken from then on.
  ///
  /// @param node name under which it took partitions
  void leave(String node);

  /// Who is there and who owns what, at one moment.
  ClusterState clusterState();

  /// Gives partitions up, for others to take. One that was taken by somebody meanwhile is left out.
  ///
  /// @param owned partitions and the epochs in which they were owned
  /// @param node the owner so far
  void release(Map<Integer, Long> owned, String node);

  /// Who is there and who owns what.
  ///
  /// @param members schedulers whose leases last, or ended less than an hour ago, by name
  /// @param owners one for each partition, by number
  record ClusterState(List<Lease> members, List<Owner> owners) {
    public ClusterState {
      members = List.copyOf(members);
      owners = List.copyOf(owners);
    }

    /// Schedulers whose leases last.
    public List<Member> live() {
      return members.stream().filter(Lease::lasts).map(Lease::member).toList();
    }

    /// Fingerprints of the certificates that schedulers show each other.
    public Set<String> fingerprints() {
      return members.stream().map(each -> each.member().peers().fingerprint()).collect(Collectors.toSet());
    }
  }

  /// The lease of a scheduler.
  ///
  /// @param leftMillis how long it lasts by the clock of the database, in milliseconds; 0 or less once it has ended
  /// @param clockOffset how far the scheduler's clock was ahead of the database's when it renewed last, in milliseconds
  record Lease(Member member, long leftMillis, long clockOffset) {
    /// Whether it lasts.
    public boolean lasts() {
      return leftMillis > 0;
    }
  }

  /// An owner.
  ///
  /// @param epoch 0 where nobody ever took the partition
  /// @param node name under which it took the partition, null where it was released or never taken
  /// @param lives whether the lease of that scheduler lasts
  record Owner(int partition, long epoch, @Nullable String node, boolean lives) {}

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
