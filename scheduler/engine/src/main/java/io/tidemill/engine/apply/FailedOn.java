package io.tidemill.engine.apply;

import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardTable;

/// Tells which agent had an attempt that did not succeed. To be asked before the fact is applied: then the agent has left it.
public final class FailedOn {
  private FailedOn() {}

  /// Incarnation of the agent, 0 if it is not known.
  public static long agent(PartitionState state, AttemptFailed failed) {
    RunState run = state.run(failed.dag(), failed.run());
    Instance instance = run == null ? null : run.instance(failed.task());
    return instance == null ? 0 : instance.agent;
  }

  /// Incarnation of the agent, 0 if it is not known.
  public static long agent(PartitionState state, ShardFailed failed) {
    RunState run = state.run(failed.dag(), failed.run());
    ShardTable table = run == null ? null : run.table(failed.task());
    ShardAssignment assignment = table == null ? null : table.assignments().get(table.nonce(failed.shard()));
    return assignment == null ? 0 : assignment.agent();
  }
}
