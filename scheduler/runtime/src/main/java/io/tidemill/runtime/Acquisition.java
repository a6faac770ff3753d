package io.tidemill.runtime;

import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// How a node comes to own partitions: takes them from whoever has them, recovers their state, and takes one anew where deciding
/// failed or a DAG was resumed.
///
/// One acquisition at a time: the later of two must be the one that is believed. Blocks. Safe for use by several threads.
final class Acquisition {
  /// Between two tries to take a partition whose state was let go, while the store does not answer.
  private static final long REACQUIRE_MILLIS = 500;

  private final SchedulerNode node;
  private final String name;
  private final List<Partition> partitions;
  private final ReentrantLock taking = new ReentrantLock();

  /// @param name name of the process that will own them
  Acquisition(SchedulerNode node, String name, List<Partition> partitions) {
    this.node = node;
    this.name = name;
    this.partitions = partitions;
  }

  /// Takes partitions and recovers them. What was believed about them is forgotten first, so if it fails half way nobody goes on
  /// with an epoch that may be over.
  ///
  /// @throws StoreException if the database could not be asked; some may have been taken, and the node owns none of the rest
  void acquire(List<Integer> numbers, long now) {
    taking.lock();
    try {
      Store store = node.store();
      AgentPort agents = node.agents();
      node.quarantine().load();
      numbers.forEach(number -> partitions.get(number).forget());
      for (Taken one : store.ownership().take(numbers, name, (_, epoch) -> ownershipTaken(epoch, now))) {
        Recovery recovery = new Recovery(node.graphs(), node.quarantine().all(), dagsOf(one.partition()));
        if (store.ownership().recover(one, recovery)) {
          recovery.leftOut().forEach((dag, reason) -> node.quarantine().keepApart(dag, now, reason));
          partitions.get(one.partition()).own(recovery, one.epoch());
          node.wakePartition(one.partition());
          agents.owned(one.partition());
        }
      }
      node.wakeProjector();
      node.activeVersions().tell(numbers);
    } finally {
      taking.unlock();
    }
  }

  /// Takes those of some partitions that this node does not own by now.
  ///
  /// @return how many
  int acquireVacant(List<Integer> numbers, long now) {
    taking.lock();
    try {
      List<Integer> vacant = numbers.stream().filter(number -> partitions.get(number).vacant()).toList();
      if (!vacant.isEmpty()) {
        acquire(vacant, now);
        vacant.forEach(number -> node.submit(number, new SlotsFreed(), List.of(), Completion.NONE));
      }
      return vacant.size();
    } finally {
      taking.unlock();
    }
  }

  private byte[] ownershipTaken(long epoch, long now) {
    EntryEncoder entry = new EntryEncoder();
    entry.add(List.of(new OwnershipTaken(name, epoch)), now);
    return entry.finish();
  }

  private Set<Integer> dagsOf(int partition) {
    return node.store()
        .catalog()
        .actors()
        .stream()
        .filter(dag -> dag.partition() == partition)
        .map(Catalog.Dag::number)
        .collect(Collectors.toSet());
  }

  /// Takes a partition anew if it must be, or tries again later if the store does not answer.
  void reacquire(Partition partition, long now) {
    PartitionFailure broken = partition.broken(now);
    if (broken == null) {
      return;
    }
    if (!broken.noted()) {
      node.quarantine().failed(broken.dag(), broken.at(), broken.reason());
    }
    try {
      acquire(List.of(partition.number()), now);
    } catch (StoreException e) {
      node.outage().met("taking partition " + partition.number() + " anew", e);
      partition.reacquireLater(broken, now + REACQUIRE_MILLIS);
      return;
    }
    // What is ready and was not given away shall not wait for the next input.
    node.submit(partition.number(), new SlotsFreed(), List.of(), Completion.NONE);
    tellRunsOf(partition, broken.dag());
  }

  /// Those who watch the runs of a DAG that was quarantined shall see that they stand still.
  private void tellRunsOf(Partition partition, int dag) {
    if (node.quarantine().of(dag) != null) {
      Set<Long> runs = node.inspect(partition.number(), state -> Set.copyOf(state.dag(dag).runs().keySet()));
      if (runs != null) {
        runs.forEach(run -> node.tellListeners(dag, run));
      }
    }
  }

  /// Lets a DAG that was kept apart go on, with its partition reacquired.
  ///
  /// @param now in milliseconds since 1970
  /// @param by who asks
  /// @return false if it was not kept apart
  boolean resume(Catalog.Dag dag, long now, RequestOrigin by) {
    taking.lock();
    try {
      if (!node.quarantine().resume(dag.number(), dag.id(), now, by)) {
        return false;
      }
      partitions.get(dag.partition()).reacquire();
    } finally {
      taking.unlock();
    }
    node.wakePartition(dag.partition());
    return true;
  }
}
