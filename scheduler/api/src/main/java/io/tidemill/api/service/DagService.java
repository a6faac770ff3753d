package io.tidemill.api.service;

import io.tidemill.api.dag.DagResource;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.StoreException;
import java.util.List;

/// DAGs as the catalog has them.
record DagService(SchedulerNode node, RequestResolver found) implements DagResource {
  @Override public List<DagView> list() {
    return node.store()
        .catalog()
        .dags()
        .stream()
        .filter(dag -> dag.active() > 0)
        .map(this::view)
        .toList();
  }

  private DagView view(Catalog.Dag dag) {
    QuarantineEntry trouble = node.quarantined(dag.number());
    try {
      return RunViews.dag(dag, node.plans().plan(dag.number(), dag.active()), trouble);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // One graph that cannot be read must not hide the other DAGs.
      return RunViews.unreadable(dag, trouble, e);
    }
  }

  @Override public void resume(String dag) {
    Catalog.Dag known = found.dag(dag);
    if (!node.resume(known.partition(), known.number())) {
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "dag",
          "Expected a DAG that is quarantined, but '" + dag + "' is not; its runs go on");
    }
  }
}
