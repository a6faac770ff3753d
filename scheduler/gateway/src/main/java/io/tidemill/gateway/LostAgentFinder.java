package io.tidemill.gateway;

import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.AssignedTask;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds processes of an agent that have work and are not connected. Queries the tables for those that only an earlier scheduler
/// has seen; may block.
final class LostAgentFinder {
  private final SchedulerNode node;
  private final OwnerQueries owner;
  private final IncarnationRegistry incarnationRegistry;

  LostAgentFinder(SchedulerNode node, OwnerQueries owner, IncarnationRegistry incarnationRegistry) {
    this.node = node;
    this.owner = owner;
    this.incarnationRegistry = incarnationRegistry;
  }

  /// The processes.
  ///
  /// @param connected whether a process is connected
  Set<Long> of(String name, Predicate<Long> connected) {
    Set<Long> processes = new TreeSet<>();
    for (int partition = 0; partition < node.partitions(); partition++) {
      List<AssignedTask> assigned = owner.assigned(partition);
      for (AssignedTask work : assigned == null ? List.<AssignedTask>of() : assigned) {
        if (!processes.contains(work.agent()) && !connected.test(work.agent()) && name.equals(name(work))) {
          processes.add(work.agent());
        }
      }
    }
    return processes;
  }

  private @Nullable String name(AssignedTask work) {
    String seen = incarnationRegistry.name(work.agent());
    return seen != null
        ? seen
        : node.store()
            .queries()
            .tasks(work.dag(), work.run())
            .stream()
            .filter(row -> row.task() == work.task())
            .map(TaskRow::agent)
            .findFirst()
            .orElse(null);
  }
}
