package io.tidemill.engine.decide;

import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds what is with an agent, as it was sent there.
public final class Assigned {
  private Assigned() {}

  /// Incarnation of the agent that has what was assigned under a nonce, 0 if it is with nobody any more.
  public static long agent(PartitionState state, int dag, long run, int task, long nonce) {
    RunState found = state.run(dag, run);
    if (found == null || task < 0 || task >= found.compiled().size()) {
      return 0;
    }
    ShardTable table = found.table(task);
    if (table != null) {
      ShardAssignment assignment = table.assignments().get(nonce);
      return assignment == null ? 0 : assignment.agent();
    }
    Instance instance = found.instance(task);
    return instance != null && instance.nonce == nonce && found.state(task).active() ? instance.agent : 0;
  }

  /// The assignment of a nonce, null if it is with nobody any more.
  public static @Nullable Effect find(PartitionState state, int dag, long run, int task, long nonce) {
    if (agent(state, dag, run, task, nonce) == 0) {
      return null;
    }
    RunState found = state.existing(dag, run);
    ShardTable table = found.table(task);
    return table == null
        ? Assignments.task(found, task, found.begin(task), true)
        : Assignments.shards(found, task, Objects.requireNonNull(table.assignments().get(nonce)));
  }
}
