package io.tidemill.gateway;

import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds processes of an agent that have work and are not connected. Asks the tables about those that only an earlier scheduler
/// has seen; may block.
final class Absentees {
  private final SchedulerNode node;
  private final Names names;

  Absentees(SchedulerNode node, Names names) {
    this.node = node;
    this.names = names;
  }

  /// Something that is with an agent.
  private record Work(int dag, long run, int task, long agent) {}

  /// The processes.
  ///
  /// @param connected tells who is connected
  Set<Long> of(String name, Predicate<Long> connected) {
    Set<Long> processes = new TreeSet<>();
    for (int partition = 0; partition < node.partitions(); partition++) {
      List<Work> works = node.inspect(partition, Absentees::works);
      for (Work work : works == null ? List.<Work>of() : works) {
        if (!processes.contains(work.agent) && !connected.test(work.agent) && name.equals(name(work))) {
          processes.add(work.agent);
        }
      }
    }
    return processes;
  }

  private @Nullable String name(Work work) {
    String seen = names.name(work.agent);
    return seen != null
        ? seen
        : node.store()
            .queries()
            .tasks(work.dag, work.run)
            .stream()
            .filter(row -> row.task() == work.task)
            .map(TaskRow::agent)
            .findFirst()
            .orElse(null);
  }

  private static List<Work> works(PartitionState state) {
    return state.assignments()
        .all()
        .stream()
        .map(entry -> new Work(entry.run().dag(), entry.run().number(), entry.task(), entry.agent()))
        .toList();
  }
}
