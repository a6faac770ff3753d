package io.tidemill.runtime;

import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps it known that this node lives, notices that another node took partitions of it, and takes those whose owner is gone.
///
/// An owner counts as gone when it was not seen at several looks in a row: after a database was away all nodes are, for a moment. That a
/// node is wrong about it costs no more than an acquisition, since the later one fences the earlier.
///
/// Now and then it has the inboxes of its partitions read: what another node sent, or this one where it had to let the sender go between
/// the commit and the telling, was told to nobody.
///
/// Stepped by one thread at a time. Blocks.
final class OwnerMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerMonitor.class);
  /// Looks in a row at which an owner is not seen before it counts as gone.
  static final int LOOKS = 3;
  /// Looks from one reading of the inboxes to the next.
  static final int INBOX_LOOKS = 30;

  private final SchedulerNode node;
  private final String name;
  private final List<Partition> partitions;
  private final Acquisition acquisition;
  private final Map<Integer, Integer> unseen = new HashMap<>();
  private boolean standsBy;
  private boolean away;
  private int looks;

  /// @param name name of this node
  OwnerMonitor(SchedulerNode node, String name, List<Partition> partitions, Acquisition acquisition) {
    this.node = node;
    this.name = name;
    this.partitions = partitions;
    this.acquisition = acquisition;
  }

  /// Looks once.
  ///
  /// @param now the driver's time, in milliseconds since 1970
  void step(long now) {
    List<Integer> free = new ArrayList<>();
    TreeSet<String> others = new TreeSet<>();
    try {
      node.store().ownership().announce(name);
      for (Owner owner : node.store().ownership().owners()) {
        Partition partition = partitions.get(owner.partition());
        partition.superseded(owner.epoch());
        boolean other = !owner.node().equals(name);
        if (other && owner.lives()) {
          others.add(owner.node());
        }
        if (!partition.vacant() || other && owner.lives()) {
          unseen.remove(owner.partition());
        } else if (unseen.merge(owner.partition(), 1, Integer::sum) >= LOOKS) {
          free.add(owner.partition());
        }
      }
      tell(others);
      if (++looks % INBOX_LOOKS == 0) {
        partitions.stream().filter(each -> !each.vacant()).forEach(each -> node.checkInbox(each.number()));
      }
      if (!free.isEmpty()) {
        int taken = acquisition.acquireVacant(free, now);
        unseen.keySet().removeAll(free);
        LOG.warn("This scheduler has taken over {} partitions whose owner is gone", taken);
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

  private void tell(TreeSet<String> others) {
    if (!others.isEmpty() && !standsBy) {
      LOG.warn(
          "Another scheduler works on this database now ({}). This one changes nothing as long as that one lives, and takes over when"
              + " it is gone; to have one only, stop the other",
          String.join(", ", others));
    }
    standsBy = !others.isEmpty();
  }
}
