package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.TaskResource;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tasks as the query tables have them, and their shards as the state of the run has them.
record TaskService(SchedulerNode node, OwnerQueries owner, RequestResolver found) implements TaskResource {
  @Override public @Nullable JsonNode output(String dag, long run, String task) {
    Catalog.Dag known = found.dag(dag);
    int index = found.task(known, found.run(known, run), task).index();
    for (TaskRow row : node.store().queries().tasks(known.number(), run)) {
      if (row.task() == index) {
        byte[] output = row.outputId() == 0 ? row.output() : node.store().values().read(row.outputId());
        return output == null || output.length == 0 ? null : RunViews.json(output);
      }
    }
    return null;
  }

  @Override public ShardsView shards(String dag, long run, String task, ShardFilter filter) {
    if (filter.limit() < 1 || filter.limit() > ShardFilter.MOST) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", "limit",
          "Expected a limit from 1 to " + ShardFilter.MOST, "" + filter.limit(), "1 to " + ShardFilter.MOST)));
    }
    Catalog.Dag known = found.dag(dag);
    int index = found.task(known, found.run(known, run), task).index();
    return new ShardReader(node, owner, known, run, index).read(filter);
  }

  @Override public List<FailureView> failures(String dag, long run, String task, int shard) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    CompiledGraph compiled = found.compiled(known, row);
    int index = found.task(known, row, task).index();
    List<FailureRow> rows = shard < 0
        ? node.store().queries().failures(known.number(), run, index, MOST_FAILURES)
        : node.store().queries().shardFailures(known.number(), run, index, shard, MOST_FAILURES);
    return rows.stream().map(each -> RunViews.failure(compiled, each)).toList();
  }
}
