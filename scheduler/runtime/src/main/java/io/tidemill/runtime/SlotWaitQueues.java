package io.tidemill.runtime;

import io.tidemill.engine.graph.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Partitions with something ready that found no slot: a line for each requirement, first come first served.
///
/// Only the first of a line may take slots. It keeps its place until each of its DAGs had its turn, and goes to the end of the line
/// then if it has more. So a partition that always has work does not keep the slots from the others. Slots are never left free
/// while the first has not been told: it is told when some become free, when it becomes the first, and when some became free
/// while it found none. Each line has at most as many entries as there are partitions, and exists only while somebody stands in it.
/// Safe for use by several threads.
final class SlotWaitQueues {
  private final Map<Requirement, Line> lines = new HashMap<>();
  private volatile boolean empty = true;
  private volatile long freed;

  private static final class Line {
    final LinkedHashSet<Partition> partitions = new LinkedHashSet<>();
    /// Whether the first was told of free slots and has not decided since.
    boolean told;
  }

  /// How often slots became free.
  long timesFreed() {
    return freed;
  }

  /// Slots became free.
  ///
  /// @param met tells what is required of agents that the agents with these slots have
  /// @return who is to be told
  List<Partition> freed(Predicate<Requirement> met) {
    synchronized (this) {
      freed++;
    }
    if (empty) {
      return List.of();
    }
    List<Partition> first = new ArrayList<>(1);
    synchronized (this) {
      lines.forEach((requirement, line) -> {
        if (met.test(requirement)) {
          tell(line, first);
        }
      });
    }
    return first;
  }

  private static void tell(Line line, List<Partition> first) {
    if (!line.told && !line.partitions.isEmpty()) {
      line.told = true;
      first.add(line.partitions.getFirst());
    }
  }

  /// Whether somebody else comes first.
  boolean isTurnOfOthers(Requirement requirement, Partition partition) {
    if (empty) {
      return false;
    }
    synchronized (this) {
      Line line = lines.get(requirement);
      return line != null && line.partitions.getFirst() != partition;
    }
  }

  /// Whether others than that partition wait.
  boolean othersWait(Requirement requirement, Partition partition) {
    if (empty) {
      return false;
    }
    synchronized (this) {
      Line line = lines.get(requirement);
      return line != null && line.partitions.size() > (line.partitions.contains(partition) ? 1 : 0);
    }
  }

  /// A partition found no slot.
  ///
  /// @param freedBefore what [#timesFreed] said before it looked
  /// @return who is to be told
  synchronized List<Partition> foundNone(Requirement requirement, Partition partition, long freedBefore) {
    Line line = line(requirement);
    line.partitions.add(partition);
    List<Partition> first = new ArrayList<>(1);
    if (line.partitions.getFirst() == partition) {
      line.told = false;
    }
    if (freed != freedBefore) {
      tell(line, first);
    }
    return first;
  }

  /// A partition has more, but it is the turn of others.
  ///
  /// @return who is to be told
  synchronized List<Partition> yielded(Requirement requirement, Partition partition) {
    Line line = line(requirement);
    List<Partition> first = new ArrayList<>(1);
    if (!line.partitions.isEmpty() && line.partitions.getFirst() == partition) {
      line.partitions.removeFirst();
      line.partitions.addLast(partition);
      line.told = false;
      tell(line, first);
    } else {
      line.partitions.add(partition);
      if (line.partitions.getFirst() == partition) {
        tell(line, first); // the others have left since
      }
    }
    return first;
  }

  /// A partition has nothing more for that line.
  ///
  /// @return who is to be told
  synchronized List<Partition> leave(Requirement requirement, Partition partition) {
    Line line = lines.get(requirement);
    List<Partition> first = new ArrayList<>(1);
    if (line != null) {
      boolean wasFirst = line.partitions.getFirst() == partition;
      line.partitions.remove(partition);
      if (line.partitions.isEmpty()) {
        lines.remove(requirement);
        empty = lines.isEmpty();
      } else if (wasFirst) {
        line.told = false;
        tell(line, first);
      }
    }
    return first;
  }

  private Line line(Requirement requirement) {
    empty = false;
    return lines.computeIfAbsent(requirement, r -> new Line());
  }
}
