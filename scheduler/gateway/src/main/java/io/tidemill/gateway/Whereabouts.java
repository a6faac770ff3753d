package io.tidemill.gateway;

import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.protocol.AttemptKey;
import org.jspecify.annotations.Nullable;

/// Finds out with whom an attempt is, by what the partition says.
final class Whereabouts {
  private Whereabouts() {}

  /// Incarnation of the agent that has the attempt, null if it is with none or has ended.
  static @Nullable Long agent(PartitionState state, AttemptKey key) {
    RunState run = state.run(key.dag(), key.run());
    if (run == null || key.task() < 0 || key.task() >= run.plan().size()) {
      return null;
    }
    ShardTable table = run.table(key.task());
    if (table != null) {
      ShardAssignment assignment = table.assignments().get(key.nonce());
      return assignment == null ? null : assignment.agent();
    }
    Instance instance = run.instance(key.task());
    return instance != null && instance.nonce == key.nonce() && run.state(key.task()).active() ? instance.agent : null;
  }
}
