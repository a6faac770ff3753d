package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a sharded task ends whose shards are all over (semantics §11).
final class ShardedOutcome {
  private ShardedOutcome() {}

  /// The terminal state, or null while an aligned task must wait for the task before to be over.
  static @Nullable TaskState of(RunState run, CompiledTask task, ShardTable table) {
    ShardNode shard = Objects.requireNonNull(task.shard());
    TaskState before = TaskState.SUCCESS;
    if (task.aligned()) {
      before = run.state(task.alignedWith());
      if (!before.terminal()) {
        return null;
      }
    }
    if (table.live() == 0) {
      return before.skipped() ? TaskState.SKIPPED : shard.omitWhenEmpty() ? TaskState.OMITTED : TaskState.SUCCESS;
    }
    int cutShort = table.count(ShardState.TIMED_OUT) + table.count(ShardState.CANCELLED);
    if (run.begin(task.index()).timedOut && cutShort > 0) {
      return TaskState.TIMED_OUT;
    }
    if (failed(table) > shard.mostFailed(table.live())) {
      return TaskState.FAILED;
    }
    if (table.count(ShardState.UPSTREAM_FAILED) > 0 && before != TaskState.SUCCESS) {
      return before == TaskState.CANCELLED ? TaskState.CANCELLED : TaskState.UPSTREAM_FAILED;
    }
    return table.count(ShardState.CANCELLED) > 0 ? TaskState.CANCELLED : TaskState.SUCCESS;
  }

  /// Whether a failed shard has stopped the others.
  static boolean stopping(CompiledTask task, ShardTable table) {
    ShardNode shard = Objects.requireNonNull(task.shard());
    return shard.policy() == FailurePolicy.FAIL_FAST && failed(table) > 0;
  }

  private static int failed(ShardTable table) {
    return table.count(ShardState.FAILED) + table.count(ShardState.TIMED_OUT);
  }
}
