package io.tidemill.simulation;

import io.tidemill.engine.input.DagInput;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.runtime.SchedulerNode;
import org.jspecify.annotations.Nullable;

/// Takes every report of a task for one of its current attempt.
final class StaleReports {
  private StaleReports() {}

  static Input current(SchedulerNode node, int partition, Input input) {
    return switch (input) {
      case TaskSucceeded r -> {
        Instance i = instance(node, partition, r.dag(), r.run(), r.task());
        yield i == null
            ? r
            : new TaskSucceeded(r.dag(), r.run(), r.task(), i.attempt, i.nonce, r.output(), r.timing());
      }
      case TaskFailed r -> {
        Instance i = instance(node, partition, r.dag(), r.run(), r.task());
        yield i == null
            ? r
            : new TaskFailed(r.dag(), r.run(), r.task(), i.attempt, i.nonce, r.failure(), r.timing());
      }
      case TaskExpanded r -> {
        Instance i = instance(node, partition, r.dag(), r.run(), r.task());
        yield i == null
            ? r
            : new TaskExpanded(r.dag(), r.run(), r.task(), i.attempt, i.nonce, r.count(), r.keys(), r.elements());
      }
      case TaskStarted _,ShardsReported _,DagInput _,PartitionInput _ -> input;
    };
  }

  private static @Nullable Instance instance(SchedulerNode node, int partition, int dag, long run, int task) {
    return node.inspect(partition, state -> {
      RunState found = state.run(dag, run);
      return found == null ? null : found.instance(task);
    });
  }
}
