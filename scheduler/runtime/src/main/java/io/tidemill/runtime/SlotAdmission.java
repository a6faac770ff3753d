package io.tidemill.runtime;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.Turn;
import io.tidemill.engine.graph.Requirement;
import java.util.HashSet;
import java.util.Set;

/// Where one partition stands among those that wait for agents' slots, and what it may use of them: others that wait for the same
/// come first. Used under the partition's lock.
final class SlotAdmission implements Capacity {
  private final Partition partition;
  private final SchedulerNode node;
  /// What it stands in line for.
  private Set<Requirement> waitsFor = Set.of();

  SlotAdmission(Partition partition, SchedulerNode node) {
    this.partition = partition;
    this.node = node;
  }

  @Override public Grant take(int wanted, Demand demand) {
    return node.agents().capacity().take(wanted, demand);
  }

  @Override public boolean isTurnOfOthers(Requirement requirement) {
    return node.waiting().isTurnOfOthers(requirement, partition);
  }

  @Override public boolean contended(Requirement requirement) {
    return node.waiting().othersWait(requirement, partition);
  }

  /// Stands in line for what a turn did not get, and for nothing else.
  ///
  /// @param freedBefore how often slots had become free when the turn began
  void after(Turn turn, long freedBefore) {
    if (waitsFor.isEmpty() && turn.blocked().isEmpty() && turn.yielded().isEmpty()) {
      return;
    }
    SlotWaitQueues waiting = node.waiting();
    Set<Requirement> wanted = new HashSet<>(turn.blocked());
    wanted.addAll(turn.yielded());
    Set<Requirement> before = waitsFor;
    waitsFor = wanted;
    for (Requirement requirement : before) {
      if (!wanted.contains(requirement)) {
        node.tell(waiting.leave(requirement, partition));
      }
    }
    turn.blocked().forEach(requirement -> node.tell(waiting.foundNone(requirement, partition, freedBefore)));
    turn.yielded().forEach(requirement -> node.tell(waiting.yielded(requirement, partition)));
  }

  /// Stands in line for nothing any more.
  void leave() {
    waitsFor.forEach(requirement -> node.tell(node.waiting().leave(requirement, partition)));
    waitsFor = Set.of();
  }
}
