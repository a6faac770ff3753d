package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timing;
import java.util.stream.IntStream;
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
    CompiledTask task = run.compiled().task(input.task());
    @Nullable ShardNode shard = task.shard();
    TaskExpanded.Again again = input.again();
    int live = again == null ? input.count() : again.order().length;
    if (shard == null || input.count() < 0 || live > shard.maxShards()) {
      String message = shard == null
          ? "Expected the result of a task, but the agent reported shards"
          : "Expected at most " + shard.maxShards() + " shards, but the expansion made " + live
              + "; make them larger or raise maxShards";
      TaskFailedDecision.fail(turn, run, input.task(),
          new Failure(Failure.Kind.FAILED, "", message, task.node().place(), "", false, -1), Timing.NONE);
      return;
    }
    turn.record(new ShardsExpanded(input.dag(), input.run(), input.task(), input.attempt(), input.count(), input.keys(),
        input.elements(), again == null ? null : again(again, run, input.task())));
    if (run.stopped(input.task())) {
      StopRequests.shards(turn, run, input.task(), run.deadlineOver());
    } else if (Deadlines.total(run, input.task()) <= turn.now()) {
      StopRequests.shards(turn, run, input.task(), true);
    }
    Progress.after(turn, run, input.task());
    Progress.afterShards(turn, run, input.task());
  }

  /// Shards that had a result, and are what they were, keep it.
  private static ShardsExpanded.@Nullable Again again(TaskExpanded.Again again, RunState run, int task) {
    Instance instance = run.begin(task);
    ShardTable before = instance.previous;
    if (before == null) {
      return null;
    }
    int[] kept = instance.keepsShards
        ? IntStream.of(again.same())
            .filter(same -> same < before.size() && before.state(same) == ShardState.SUCCESS)
            .toArray()
        : new int[0];
    return new ShardsExpanded.Again(again.order(), kept);
  }
}
