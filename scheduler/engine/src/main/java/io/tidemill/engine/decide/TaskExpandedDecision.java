package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunState;
import org.jspecify.annotations.Nullable;

/// A sharded task gets its shards. Too many fail the task here, not the scheduler later.
public final class TaskExpandedDecision {
  private TaskExpandedDecision() {}

  public static void decide(TaskExpanded input, Turn turn) {
    RunState run = AttemptLookup.attempt(turn.state(), input.dag(), input.run(), input.task(), input.attempt(),
        input.nonce());
    if (run == null) {
      return;
    }
    CompiledTask task = run.plan().task(input.task());
    @Nullable ShardNode shard = task.shard();
    if (shard == null || input.count() < 0 || input.count() > shard.maxShards()) {
      String message = shard == null
          ? "Expected the result of a task, but the agent reported shards"
          : "Expected at most " + shard.maxShards() + " shards, but the expansion made " + input.count()
              + "; make them larger or raise maxShards";
      TaskFailedDecision.fail(turn, run, input.task(),
          new Failure(Failure.Kind.FAILED, "", message, task.node().place(), "", false, -1), 0, ResourceUsage.NONE);
      return;
    }
    turn.record(new ShardsExpanded(input.dag(), input.run(), input.task(), input.attempt(), input.count(), input.keys(),
        input.elements()));
    if (run.cancelRequested()) {
      StopRequests.shards(turn, run, input.task(), false);
    } else if (Deadlines.total(run, input.task()) <= turn.now()) {
      StopRequests.shards(turn, run, input.task(), true);
    }
    Progress.after(turn, run, input.task());
    Progress.afterShards(turn, run, input.task());
  }
}
