package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.overview.AgentOverview;
import io.tidemill.api.overview.AgentOverview.Work;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names what an agent has.
record AgentWorkReader(AgentWork work, DagDirectory dags, Queries queries, RequestResolver found) {
  private static final Comparator<AgentWork.Item> ORDER = Comparator.comparingInt(AgentWork.Item::dag)
      .thenComparingLong(AgentWork.Item::run)
      .thenComparingInt(AgentWork.Item::task)
      .thenComparingInt(AgentWork.Item::attempt);

  private record RunKey(int dag, long run) {}

  AgentOverview read(String agent) {
    List<AgentWork.Item> items = work.of(agent);
    Map<RunKey, CompiledGraph> graphs = new HashMap<>();
    return new AgentOverview(agent,
        items.stream().sorted(ORDER).limit(AgentOverview.MOST).map(item -> view(item, graphs)).toList(),
        items.size() > AgentOverview.MOST);
  }

  private Work view(AgentWork.Item item, Map<RunKey, CompiledGraph> graphs) {
    Catalog.Dag dag = dags.byNumber(item.dag());
    CompiledGraph graph = graphs.computeIfAbsent(new RunKey(item.dag(), item.run()), key -> graph(dag, key.run()));
    CompiledTask task = graph == null ? null : graph.task(item.task());
    boolean sharded = task != null && task.node().kind() == TaskKind.SHARDED;
    return new Work(dag.id(), item.run(), task == null ? "#" + item.task() : task.id(), item.attempt(),
        sharded ? item.attempts() : 0, item.started());
  }

  /// The graph of a run; null where the tables do not have the run yet, or its graph cannot be read.
  private @Nullable CompiledGraph graph(Catalog.Dag dag, long run) {
    RunRow row = queries.run(dag.number(), run);
    try {
      return row == null ? null : found.compiled(dag, row);
    } catch (RefusedException _) {
      return null;
    }
  }
}
