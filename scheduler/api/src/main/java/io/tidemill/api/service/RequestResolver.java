package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.util.List;

/// Finds what a request names, or refuses it.
final class RequestResolver {
  private final DagDirectory dags;
  private final Store store;
  private final CompiledGraphCache graphs;

  RequestResolver(DagDirectory dags, Store store, CompiledGraphCache graphs) {
    this.dags = dags;
    this.store = store;
    this.graphs = graphs;
  }

  /// A DAG that runs can be started of.
  Catalog.Dag active(String id) {
    Catalog.Dag dag = dag(id);
    if (dag.active() == 0) {
      throw RefusedException.of(Kind.CONFLICT, "archived", "dag", "Expected DAG '" + id
          + "' to have an active version, but it was removed; deploy it again, or `tidemill rollback " + id + "`");
    }
    return dag;
  }

  /// A DAG that is deployed, or was and has a history.
  Catalog.Dag dag(String id) {
    Catalog.Dag dag = dags.find(id);
    if (dag != null && (dag.active() > 0 || !store.catalog().activations(dag.number(), 1).isEmpty())) {
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

  /// The compiled graph of a version, or a refusal that says why it cannot be read.
  CompiledGraph compiled(Catalog.Dag dag, int version) {
    try {
      return graphs.compiled(dag.number(), version);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw RefusedException.of(Kind.CONFLICT, "unreadable", "dag",
          "Expected version " + version + " of DAG '" + dag.id()
              + "' to have a graph that this program can read, but found: " + e.getMessage()
              + "; start the program that deployed it, or restore the database from a backup");
    }
  }

  /// The compiled graph of a run, whose tasks have the indexes that its rows have.
  CompiledGraph compiled(Catalog.Dag dag, RunRow row) {
    return compiled(dag, row.versions());
  }

  /// The compiled graph of a run that was on some versions one after the other.
  CompiledGraph compiled(Catalog.Dag dag, List<Integer> versions) {
    CompiledGraph compiled = compiled(dag, versions.getFirst());
    for (int version : versions.subList(1, versions.size())) {
      compiled = compiled(dag, version).followingOn(compiled);
    }
    return compiled;
  }

  /// The number of a version that is there, or a refusal.
  int version(Catalog.Dag dag, int version) {
    if (store.catalog().version(dag.number(), version) == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-version", "version", "Expected a version of DAG '" + dag.id()
          + "', but there is no version " + version + "; the active one is " + dag.active());
    }
    return version;
  }

  CompiledTask task(Catalog.Dag dag, RunRow row, String id) {
    CompiledGraph compiled = compiled(dag, row);
    CompiledTask task = compiled.task(id);
    if (task == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-task", "task", "Expected a task of DAG '" + dag.id()
          + "', but found '" + id + "'; it has " + String.join(", ",
              compiled.tasks().stream().limit(20).map(CompiledTask::id).toList()));
    }
    return task;
  }
}
