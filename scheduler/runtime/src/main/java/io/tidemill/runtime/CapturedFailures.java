package io.tidemill.runtime;

import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attempts that did not succeed since the last snapshot: the one thing people ask for that state does not keep.
final class CapturedFailures {
  private final List<Row> rows = new ArrayList<>();

  /// Adds what a fact tells that was applied, if it is of an attempt that did not succeed.
  void add(PartitionState state, Fact fact, long at) {
    if (fact instanceof AttemptFailed f && f.failure().kind() != Failure.Kind.RELEASED) {
      rows.add(new Row(f.dag(), f.run(), f.task(), -1, null, f.attempt(), f.failure(), f.agent(), at,
          version(state.run(f.dag(), f.run()))));
    } else if (fact instanceof ShardFailed f && f.failure().kind() != Failure.Kind.RELEASED) {
      RunState run = state.run(f.dag(), f.run());
      Value keys = run == null ? null : run.shards(f.task()).keys();
      rows.add(new Row(f.dag(), f.run(), f.task(), f.shard(), keys, f.attempt(), f.failure(), f.agent(), at,
          version(run)));
    }
  }

  private static int version(@Nullable RunState run) {
    return run == null ? 0 : run.compiled().version();
  }

  List<Row> rows() {
    return rows;
  }

  /// One of them.
  ///
  /// @param keys packed keys of the shards, null where the task is not sharded
  /// @param agent incarnation of the agent that had it
  /// @param version version of the DAG that it is of
  record Row(int dag, long run, int task, int shard, @Nullable Value keys, int attempt, Failure failure, long agent,
      long at, int version) {}
}
