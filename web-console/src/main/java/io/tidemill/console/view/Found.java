package io.tidemill.console.view;

import io.tidemill.console.view.RefusedException.Kind;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.params.NearestName;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Store;
import java.util.List;

/// Finds what a request names, or refuses it.
final class Found {
  private final DagDirectory dags;
  private final Store store;

  Found(DagDirectory dags, Store store) {
    this.dags = dags;
    this.store = store;
  }

  Catalog.Dag dag(String id) {
    Catalog.Dag dag = dags.find(id);
    if (dag != null && dag.active() > 0) {
      return dag;
    }
    List<String> ids = store.catalog().dags().stream().map(Catalog.Dag::id).toList();
    String hint = NearestName.hint(id, ids);
    throw new RefusedException(Kind.NOT_FOUND, List.of(new Refusal("unknown-dag", "dag",
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
}
