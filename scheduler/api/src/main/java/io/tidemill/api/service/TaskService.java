package io.tidemill.api.service;

import io.tidemill.api.task.TaskResource;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.TaskRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tasks as the query tables have them.
record TaskService(SchedulerNode node, RequestResolver found) implements TaskResource {
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
}
