package io.tidemill.gateway;

import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.protocol.AttemptKey;

/// Looks up the agent of an attempt in the state of its partition.
final class Whereabouts {
  /// Incarnation of no agent.
  static final long NOBODY = 0;

  private Whereabouts() {}

  /// Incarnation of the agent that has the attempt, [#NOBODY] if it is not assigned or has ended.
  static long agent(PartitionState state, AttemptKey key) {
    RunState run = state.run(key.dag(), key.run());
    if (run == null || key.task() < 0 || key.task() >= run.plan().size()) {
      return NOBODY;
    }
    ShardTable table = run.table(key.task());
    if (table != null) {
      ShardAssignment assignment = table.assignments().get(key.nonce());
      return assignment == null ? NOBODY : assignment.agent();
    }
    Instance instance = run.instance(key.task());
    return instance != null && instance.nonce == key.nonce() && run.state(key.task()).active()
        ? instance.agent
        : NOBODY;
  }
}
