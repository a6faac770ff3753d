package io.tidemill.engine.state;

import io.tidemill.engine.graph.Requirement;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Task instances that require the same of an agent. Their DAGs take turns (deficit round robin, with one attempt as the unit of
/// cost and the same weight for all).
public final class ReadyGroup {
  private final Requirement requirement;
  private final Map<Integer, ReadyDag> dags = new HashMap<>();
  private final ArrayDeque<ReadyDag> turns = new ArrayDeque<>();
  private @Nullable ReadyDag spare;
  /// Turns until each DAG had one.
  private int turnsLeft;

  ReadyGroup(Requirement requirement) {
    this.requirement = requirement;
  }

  /// What they require.
  public Requirement requirement() {
    return requirement;
  }

  void add(RunState run, int task) {
    ReadyDag dag = dags.get(run.dag());
    if (dag == null) {
      dag = spare == null ? new ReadyDag() : spare;
      spare = null;
      dag.begin(run.dag());
      dags.put(run.dag(), dag);
      turns.add(dag);
    }
    dag.add(run, task);
  }

  /// The DAG whose turn it is, null if nothing is ready.
  public @Nullable ReadyDag first() {
    return turns.peek();
  }

  /// Ends the turn of the first DAG. If it has nothing more, it is forgotten; else it is the last now.
  ///
  /// @return whether each DAG had its turn since this was true the last time
  public boolean next() {
    ReadyDag dag = turns.remove();
    turnsLeft = (turnsLeft == 0 ? turns.size() + 1 : turnsLeft) - 1;
    if (dag.first() == null) {
      dags.remove(dag.dag());
      spare = dag;
    } else {
      turns.add(dag);
    }
    return turnsLeft == 0;
  }

  /// How many DAGs have something.
  public int size() {
    return turns.size();
  }

  /// Whether nothing is ready.
  public boolean isEmpty() {
    return turns.isEmpty();
  }
}
