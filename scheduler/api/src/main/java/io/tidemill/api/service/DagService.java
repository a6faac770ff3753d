package io.tidemill.api.service;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.dag.DagRemoved;
import io.tidemill.api.dag.DagResource;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.dag.RemoveRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.StoreException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// DAGs as the catalog has them.
record DagService(SchedulerNode node, Commands commands, RequestResolver found) implements DagResource {
  private static final List<RunStatus> LIVE = List.of(RunStatus.RUNNING, RunStatus.CANCELLING);
  private static final int MAX_CANCELLED = 10_000;

  @Override public List<DagView> list() {
    return node.store()
        .catalog()
        .dags()
        .stream()
        .filter(dag -> dag.active() > 0)
        .map(this::view)
        .toList();
  }

  @Override public DagView get(String dag) {
    return view(found.dag(dag));
  }

  private DagView view(Catalog.Dag dag) {
    QuarantineEntry entry = node.quarantined(dag.number());
    try {
      return RunViews.dag(dag, node.graphs().compiled(dag.number(), dag.active()), entry);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // One graph that cannot be read must not hide the other DAGs.
      return RunViews.unreadable(dag, entry, e);
    }
  }

  @Override public void resume(String dag) {
    Catalog.Dag known = found.dag(dag);
    if (!Answered.of(commands, node.requests().resume(known, CurrentRequest.origin()))) {
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "dag",
          "Expected a DAG that is quarantined, but '" + dag + "' is not; its runs go on");
    }
  }

  @Override public DagRemoved remove(String dag, RemoveRequest request) {
    Catalog.Dag known = found.active(dag);
    Answered.of(commands, commands.whenProjected(known));
    List<RunRow> live = node.store().queries().runs(known.number(), LIVE, null, MAX_CANCELLED);
    if (!live.isEmpty() && !request.cancel()) {
      throw RefusedException.of(Kind.CONFLICT, "active-runs", "dag", "Expected DAG '" + dag
          + "' to have no active runs, but found " + live.size() + " (the latest is " + dag + "/"
          + live.getFirst().run() + "); wait until they have ended, or cancel them with --cancel");
    }
    if (!node.store()
        .catalog()
        .activate(known.number(), Catalog.NO_VERSION, known.active(),
            new Catalog.Cause("remove", CurrentRequest.origin()))) {
      throw RefusedException.of(Kind.CONFLICT, "plan-changed", "dag",
          "Expected version " + known.active() + " of '" + dag + "' to be active, but another one was activated since");
    }
    // Until its owner knows it, a slot may still get a run.
    Answered.of(commands, node.requests().activated(known));
    Answered.of(commands, commands.whenProjected(known));
    // A slot may have come due since the runs were looked at.
    List<RunRow> left = request.cancel()
        ? node.store().queries().runs(known.number(), LIVE, null, MAX_CANCELLED)
        : live;
    RequestOrigin by = CurrentRequest.origin();
    Answered.of(commands, CompletableFuture.allOf(left.stream()
        .map(run -> commands.submit(known, new CommandId(UUID.randomUUID().toString()),
            new CancelRun(known.number(), run.run(), "its DAG was removed"), by))
        .toArray(CompletableFuture[]::new)));
    // Whoever is told that the runs are cancelled shall find them so.
    Answered.of(commands, commands.whenProjected(known));
    return new DagRemoved(dag, known.active(), left.size());
  }
}
