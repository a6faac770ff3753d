package io.tidemill.engine.state;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Task instances that may have something to start, by priority, then in the order they became ready. One that no longer has
/// is dropped when its turn comes.
public final class ReadyQueue {
  private final TreeMap<Integer, ArrayDeque<Item>> byPriority = new TreeMap<>(Comparator.reverseOrder());

  /// Adds a task instance behind those of its priority.
  public void add(RunState run, int task) {
    int priority = run.plan().task(task).node().priority();
    byPriority.computeIfAbsent(priority, p -> new ArrayDeque<>()).add(new Item(run, task));
  }

  /// The first one, or null.
  public @Nullable Item peek() {
    var first = byPriority.firstEntry();
    return first == null ? null : first.getValue().peek();
  }

  /// Drops the first one.
  public void remove() {
    var first = byPriority.firstEntry();
    if (first != null) {
      first.getValue().remove();
      if (first.getValue().isEmpty()) {
        byPriority.remove(first.getKey());
      }
    }
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return byPriority.isEmpty();
  }

  /// A task instance that may have something to start.
  public record Item(RunState run, int task) {}
}
