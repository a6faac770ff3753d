package io.tidemill.engine.state;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Task instances of one DAG that require the same of an agent, by priority, then in the order they became ready.
///
/// Those of backfills stand apart, and have a share of their own: where both wait, of every four attempts three are of other runs and one
/// is of a backfill. So neither starves, however much there is of the other.
public final class ReadyDag {
  /// Attempts of other runs for one of a backfill.
  private static final int OTHERS_FOR_ONE = 3;

  private final TreeMap<Integer, ArrayDeque<Item>> others = byPriority();
  private final TreeMap<Integer, ArrayDeque<Item>> backfills = byPriority();
  /// The one of the two that the first item stands in.
  private TreeMap<Integer, ArrayDeque<Item>> turn = others;
  /// Attempts of other runs since the last turn of backfills; negative where backfills had more than their share.
  private int given;
  private int dag;
  private int left;

  private static TreeMap<Integer, ArrayDeque<Item>> byPriority() {
    return new TreeMap<>(Comparator.reverseOrder());
  }

  void begin(int ofDag) {
    dag = ofDag;
    left = 0;
    given = 0;
  }

  int dag() {
    return dag;
  }

  void add(RunState run, int task) {
    int priority = run.compiled().task(task).node().priority();
    (run.trigger() instanceof Trigger.Backfill ? backfills : others)
        .computeIfAbsent(priority, p -> new ArrayDeque<>())
        .add(new Item(run, task));
  }

  /// The first one, or null.
  public @Nullable Item first() {
    boolean turnOfBackfills = others.isEmpty() || given >= OTHERS_FOR_ONE && !backfills.isEmpty();
    turn = turnOfBackfills ? backfills : others;
    var first = turn.firstEntry();
    return first == null ? null : first.getValue().peek();
  }

  /// Drops the one that was first when [#first] was asked.
  public void drop() {
    var first = turn.firstEntry();
    if (first != null) {
      first.getValue().remove();
      if (first.getValue().isEmpty()) {
        turn.remove(first.getKey());
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

  /// Takes attempts of the one that was first from what is left of its turn.
  public void spend(int attempts) {
    left = Math.max(0, left - attempts);
    if (backfills.isEmpty() || others.isEmpty()) {
      given = 0;
    } else if (turn == others) {
      given = Math.min(OTHERS_FOR_ONE, given + attempts);
    } else {
      given -= OTHERS_FOR_ONE * attempts;
    }
  }

  /// A task instance that may have something to start.
  public record Item(RunState run, int task) {}
}
