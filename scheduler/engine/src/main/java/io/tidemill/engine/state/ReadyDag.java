package io.tidemill.engine.state;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Task instances of one DAG that require the same of an agent, by priority, then in the order they became ready.
public final class ReadyDag {
  private final TreeMap<Integer, ArrayDeque<Item>> byPriority = new TreeMap<>(Comparator.reverseOrder());
  private int dag;
  private int left;

  void begin(int ofDag) {
    dag = ofDag;
    left = 0;
  }

  int dag() {
    return dag;
  }

  void add(RunState run, int task) {
    int priority = run.plan().task(task).node().priority();
    byPriority.computeIfAbsent(priority, p -> new ArrayDeque<>()).add(new Item(run, task));
  }

  /// The first one, or null.
  public @Nullable Item first() {
    var first = byPriority.firstEntry();
    return first == null ? null : first.getValue().peek();
  }

  /// Drops the first one.
  public void drop() {
    var first = byPriority.firstEntry();
    if (first != null) {
      first.getValue().remove();
      if (first.getValue().isEmpty()) {
        byPriority.remove(first.getKey());
      }
    }
  }

  /// Attempts it may still start in this turn of its own. A turn that ran out of slots goes on with what was left.
  ///
  /// @param quantum attempts of a new turn
  public int left(int quantum) {
    if (left == 0) {
      left = quantum;
    }
    return left;
  }

  /// Takes attempts from what is left of its turn.
  public void spend(int attempts) {
    left = Math.max(0, left - attempts);
  }

  /// A task instance that may have something to start.
  public record Item(RunState run, int task) {}
}
