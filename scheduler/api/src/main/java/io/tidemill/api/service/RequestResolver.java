package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.params.NearestName;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.util.List;

/// Finds what a request names, or refuses it.
final class RequestResolver {
  private final DagDirectory dags;
  private final Store store;
  private final CompiledGraphCache plans;

  RequestResolver(DagDirectory dags, Store store, CompiledGraphCache plans) {
    this.dags = dags;
    this.store = store;
    this.plans = plans;
  }

  Catalog.Dag dag(String id) {
    Catalog.Dag dag = dags.find(id);
    if (dag != null && dag.active() > 0) {
      return dag;
    }
    List<String> ids = store.catalog().dags().stream().map(Catalog.Dag::id).toList();
    String hint = NearestName.hint(id, ids);
    throw new RefusedException(Kind.NOT_FOUND, List.of(new ApiError("unknown-dag", "dag",
        "Expected the id of a deployed DAG, but found '" + id + "'" + (hint.isEmpty() ? "" : "; " + hint), id,
        ids.size() <= 20 ? String.join(", ", ids) : ids.size() + " DAGs")));
  }

  RunRow run(Catalog.Dag dag, long run) {
    RunRow row = store.queries().run(dag.number(), run);
    if (row == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-run", "run",
          "Expected a run of DAG '" + dag.id() + "', but there is no run " + run);
    }
    return row;
  }

  /// The plan of a version, or a refusal that says why it cannot be read.
  CompiledGraph plan(Catalog.Dag dag, int version) {
    try {
      return plans.plan(dag.number(), version);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw RefusedException.of(Kind.CONFLICT, "unreadable", "dag",
          "Expected version " + version + " of DAG '" + dag.id()
              + "' to have a graph that this program can read, but found: " + e.getMessage()
              + "; start the program that deployed it, or restore the database from a backup");
    }
  }

  CompiledTask task(Catalog.Dag dag, RunRow row, String id) {
    CompiledGraph plan = plan(dag, row.version());
    CompiledTask task = plan.task(id);
    if (task == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-task", "task", "Expected a task of DAG '" + dag.id()
          + "', but found '" + id + "'; it has " + String.join(", ",
              plan.tasks().stream().limit(20).map(CompiledTask::id).toList()));
    }
    return task;
  }
}
