package io.tidemill.engine.decide;

import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import org.jspecify.annotations.Nullable;

/// Finds what is with an agent, as it was sent there.
public final class Assigned {
  private Assigned() {}

  /// The assignment of a nonce, null if it is with nobody any more.
  public static @Nullable Effect find(PartitionState state, int dag, long run, int task, long nonce) {
    RunState found = state.run(dag, run);
    if (found == null || task < 0 || task >= found.plan().size()) {
      return null;
    }
    ShardTable table = found.table(task);
    if (table != null) {
      ShardAssignment assignment = table.assignments().get(nonce);
      return assignment == null ? null : Assignments.shards(found, task, assignment);
    }
    Instance instance = found.instance(task);
    return instance != null && instance.nonce == nonce && found.state(task).active()
        ? Assignments.task(found, task, instance, true)
        : null;
  }

  /// Whether anything is with an agent.
  public static boolean any(PartitionState state, long agent) {
    return state.dags()
        .values()
        .stream()
        .anyMatch(dag -> dag.runs().values().stream().anyMatch(run -> any(run, agent)));
  }

  private static boolean any(RunState run, long agent) {
    for (int task = 0; run.outcome() == null && task < run.plan().size(); task++) {
      ShardTable table = run.table(task);
      Instance instance = run.instance(task);
      if (table == null
          ? instance != null && instance.agent == agent && run.state(task).active()
          : table.assignments().values().stream().anyMatch(each -> each.agent() == agent)) {
        return true;
      }
    }
    return false;
  }
}
