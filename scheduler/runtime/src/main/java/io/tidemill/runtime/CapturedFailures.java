package io.tidemill.runtime;

import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attempts that did not succeed since the last snapshot: the one thing people ask for that state does not keep.
final class CapturedFailures {
  private final List<Row> rows = new ArrayList<>();

  /// Adds what facts tell that were applied.
  ///
  /// @param failedOn incarnations of the agents that had the attempts, one for each fact of one that did not succeed, in their order
  void add(PartitionState state, List<Fact> facts, List<Long> failedOn, long at) {
    if (failedOn.isEmpty()) {
      return;
    }
    Iterator<Long> agents = failedOn.iterator();
    for (Fact fact : facts) {
      if (fact instanceof AttemptFailed || fact instanceof ShardFailed) {
        add(state, fact, agents.next(), at);
      }
    }
  }

  /// Adds what a fact tells, if it is of an attempt that did not succeed.
  ///
  /// @param agent incarnation of the agent that had the attempt, 0 if it is not known
  void add(PartitionState state, Fact fact, long agent, long at) {
    if (fact instanceof AttemptFailed f && f.failure().kind() != Failure.Kind.RELEASED) {
      rows.add(new Row(f.dag(), f.run(), f.task(), -1, null, f.attempt(), f.failure(), agent, at));
    } else if (fact instanceof ShardFailed f && f.failure().kind() != Failure.Kind.RELEASED) {
      RunState run = state.run(f.dag(), f.run());
      Value keys = run == null ? null : run.shards(f.task()).keys();
      rows.add(new Row(f.dag(), f.run(), f.task(), f.shard(), keys, f.attempt(), f.failure(), agent, at));
    }
  }

  List<Row> rows() {
    return rows;
  }

  /// One of them.
  ///
  /// @param keys packed keys of the shards, null where the task is not sharded
  /// @param agent incarnation of the agent that had it, 0 if it is not known
  record Row(int dag, long run, int task, int shard, @Nullable Value keys, int attempt, Failure failure, long agent,
      long at) {}
}
