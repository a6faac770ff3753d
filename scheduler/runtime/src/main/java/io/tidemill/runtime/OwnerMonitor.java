package io.tidemill.runtime;

import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership.ClusterState;
import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has this scheduler own its share of the partitions: takes what is free or whose owner's lease is over, gives others theirs, and notices what
/// others took.
///
/// A lease that lasts is never broken. Where this scheduler's own lease was interrupted, the database may have been away, and every lease is over for
/// a moment: then an owner counts as gone only when it was at several looks in a row. That a scheduler is wrong about it costs no more
/// than an acquisition, since the later one fences the earlier.
///
/// Now and then it has the inboxes of its partitions read: what another node sent, or this one where it had to let the sender go between
/// the commit and the telling, may have been told to nobody.
///
/// Blocks. Safe for use by several threads.
final class OwnerMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerMonitor.class);
  /// Looks in a row at which a partition is found free before anybody takes it, whoever should.
  static final int LOOKS = 3;
  /// Looks from one reading of the inboxes to the next.
  static final int INBOX_LOOKS = 30;
  /// Partitions that are given to others at one look: what waits for its new owner stands still.
  static final int MOST_RELEASED = 16;
  private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SchedulerNode node;
  private final String name;
  private final List<Partition> partitions;
  private final Acquisition acquisition;
  private final Map<Integer, Integer> unseen = new HashMap<>();
  private volatile ClusterState latest = new ClusterState(List.of(), List.of());
  private volatile long seenAt = System.nanoTime();
  private List<String> known = List.of();
  private boolean away;
  private int looks;

  /// @param name name of this node
  OwnerMonitor(SchedulerNode node, String name, List<Partition> partitions, Acquisition acquisition) {
    this.node = node;
    this.name = name;
    this.partitions = partitions;
    this.acquisition = acquisition;
  }

  /// What it saw last.
  ClusterState latest() {
    return latest;
  }

  /// When it saw that, by the monotonic clock, in nanoseconds.
  long seenAt() {
    return seenAt;
  }

  /// Looks for the first time, once the lease of this scheduler has begun: what nobody owns who lives is taken at once.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  void join(long now) {
    step(now, true);
  }

  /// Looks once.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  void step(long now) {
    step(now, false);
  }

  private synchronized void step(long now, boolean first) {
    try {
      ClusterState state = node.store().ownership().clusterState();
      latest = state;
      seenAt = System.nanoTime();
      state.owners().forEach(owner -> partitions.get(owner.partition()).superseded(owner.epoch()));
      List<String> sharing = sharing(state.live());
      tell(sharing, state.live());
      if (state.live().stream().anyMatch(each -> each.node().equals(name))) {
        Map<Integer, String> wanted = PartitionShares.of(sharing, state.owners());
        take(state, wanted, first, now);
        release(state, wanted, now);
        if (state.live().size() > 1) {
          // Others keep DAGs apart, and let them go on.
          node.readQuarantines();
        }
      }
      if (++looks % INBOX_LOOKS == 0) {
        partitions.stream().filter(Partition::owned).forEach(each -> node.checkInbox(each.number()));
      }
      // A scheduler that has nothing to write notices here that the store answers again.
      if (away && !node.hasToCommit()) {
        node.outage().over();
        away = false;
      }
    } catch (StoreException e) {
      unseen.clear();
      away = true;
      node.outage().met("who owns partitions", e);
    }
  }

  /// Names of those who share the partitions: all, or the one that must have them for itself.
  private static List<String> sharing(List<Member> live) {
    return live.stream()
        .filter(Member::exclusive)
        .min(Comparator.comparingLong(Member::started).thenComparing(Member::node))
        .map(member -> List.of(member.node()))
        .orElseGet(() -> live.stream().map(Member::node).toList());
  }

  private void take(ClusterState state, Map<Integer, String> wanted, boolean first, long now) {
    boolean believed = first || node.lease().steady(now);
    List<Integer> free = new ArrayList<>();
    int gone = 0;
    for (Owner owner : state.owners()) {
      boolean mine = name.equals(owner.node());
      if (!partitions.get(owner.partition()).vacant() || owner.lives() && !mine) {
        unseen.remove(owner.partition());
        continue;
      }
      boolean here = name.equals(wanted.get(owner.partition()));
      boolean certain = owner.node() == null || believed && !mine;
      if (unseen.merge(owner.partition(), 1, Integer::sum) >= LOOKS || here && certain) {
        free.add(owner.partition());
        gone += owner.node() == null || mine ? 0 : 1;
      }
    }
    if (!free.isEmpty()) {
      int taken = acquisition.acquireVacant(free, now);
      unseen.keySet().removeAll(free);
      if (gone > 0 && !first) {
        LOG.warn("This scheduler has taken over {} partitions; the owner of {} of them is gone", taken, gone);
      } else {
        LOG.debug("This scheduler has taken {} partitions", taken);
      }
    }
  }

  /// Gives others what they should own. What was decided is made durable first; what nobody decided is refused, and comes again at the new owner.
  private void release(ClusterState state, Map<Integer, String> wanted, long now) {
    List<Partition> leaving = new ArrayList<>();
    for (Owner owner : state.owners()) {
      String should = wanted.get(owner.partition());
      Partition partition = partitions.get(owner.partition());
      if (name.equals(owner.node()) && should != null && !should.equals(name) && partition.owned()
          && leaving.size() < MOST_RELEASED && node.lease().steady(now)) {
        partition.pause();
        leaving.add(partition);
      }
    }
    if (leaving.isEmpty()) {
      return;
    }
    long until = System.nanoTime() + SETTLING_NANOS;
    while (!leaving.stream().allMatch(Partition::settled) && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    Map<Integer, Long> released = new HashMap<>();
    for (Partition partition : leaving) {
      long epoch = partition.release();
      if (epoch > 0) {
        released.put(partition.number(), epoch);
      }
      node.wakePartition(partition.number());
    }
    node.store().ownership().release(released, name);
    LOG.info("This scheduler has released {} partitions for others to take", released.size());
    node.signals().released(released.keySet());
  }

  private void tell(List<String> sharing, List<Member> live) {
    List<String> now = live.stream().map(Member::node).sorted().toList();
    if (now.equals(known)) {
      return;
    }
    known = now;
    if (!sharing.contains(name) && now.contains(name)) {
      LOG.warn(
          "Scheduler {} works on this database for itself. This one stands by as long as that one lives; to have this one work, stop the"
              + " other",
          String.join(", ", sharing));
    } else if (sharing.size() > 1) {
      LOG.info("{} schedulers share this database: {}", now.size(), String.join(", ", now));
    }
  }
}
