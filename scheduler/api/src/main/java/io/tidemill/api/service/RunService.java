package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.RerunView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunPage;
import io.tidemill.api.run.RunResource;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.TaskView;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.Runs;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.params.InvalidParamsException;
import io.tidemill.runtime.params.ParamsCheck;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Runs: asked of the query tables, ordered of the scheduler.
final class RunService implements RunResource {
  /// Name of the only key there is.
  private static final String API_KEY = "data directory";
  private static final long PATIENCE_SECONDS = 30;

  private final SchedulerNode node;
  private final DagDirectory dags;
  private final Runs runs;
  private final RequestResolver requestResolver;
  private final BlockerExplainer blockerExplainer;

  RunService(SchedulerNode node, DagDirectory dags, RequestResolver requestResolver) {
    this.node = node;
    this.dags = dags;
    this.runs = new Runs(node);
    this.requestResolver = requestResolver;
    this.blockerExplainer = new BlockerExplainer(node);
  }

  @Override public RunPage list(RunFilter filter) {
    if (filter.limit() < 1 || filter.limit() > RunFilter.MOST) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", "limit",
          "Expected a limit from 1 to " + RunFilter.MOST, "" + filter.limit(), "1 to " + RunFilter.MOST)));
    }
    String id = filter.dag();
    int dag = id == null ? 0 : requestResolver.dag(id).number();
    String cursor = filter.cursor();
    List<RunRow> rows = node.store()
        .queries()
        .runs(dag, filter.status(), cursor == null ? null : RunCursor.read(cursor), filter.limit() + 1);
    boolean more = rows.size() > filter.limit();
    List<RunRow> shown = more ? rows.subList(0, filter.limit()) : rows;
    return new RunPage(
        shown.stream()
            .map(row -> RunViews.run(dags.byNumber(row.dag()).id(), row, node.quarantined(row.dag())))
            .toList(),
        more ? RunCursor.after(shown.getLast()) : null);
  }

  @Override public RunDetail get(String dag, long run) {
    Catalog.Dag known = requestResolver.dag(dag);
    RunRow row = requestResolver.run(known, run);
    CompiledGraph plan = requestResolver.plan(known, row.version());
    Map<Integer, TaskRow> rows = new HashMap<>();
    node.store().queries().tasks(known.number(), run).forEach(task -> rows.put(task.task(), task));
    List<TaskView> tasks = plan.tasks()
        .stream()
        .map(task -> RunViews.task(task, rows.get(task.index()),
            blockerExplainer.of(known, run, task, rows.get(task.index()))))
        .toList();
    Map<String, Integer> counts = new TreeMap<>();
    tasks.forEach(task -> counts.merge(task.state().name(), 1, Integer::sum));
    List<FailureRow> failures = node.store()
        .queries()
        .failures(known.number(), run, -1, RunDetail.MOST_FAILURES + 1);
    return new RunDetail(RunViews.run(dag, row, node.quarantined(known.number())), params(row), tasks, counts,
        failures.stream().limit(RunDetail.MOST_FAILURES).map(failure -> RunViews.failure(plan, failure)).toList(),
        failures.size() > RunDetail.MOST_FAILURES);
  }

  private JsonNode params(RunRow row) {
    byte[] params = row.params() == null ? node.store().values().read(row.paramsId()) : row.params();
    return params == null ? JsonNodeFactory.instance.objectNode() : RunViews.json(params);
  }

  @Override public RunStarted start(StartRequest request) {
    Catalog.Dag dag = requestResolver.dag(request.dag());
    ParamsCheck check = new ParamsCheck(requestResolver.plan(dag, dag.active()).graph().params());
    byte[] params;
    try {
      JsonNode object = request.params();
      List<String> pairs = request.pairs();
      params = check.pairs(object == null || object.isNull() ? null : object.toString(),
          pairs == null ? List.of() : pairs);
    } catch (InvalidParamsException e) {
      throw new RefusedException(Kind.INVALID,
          e.problems()
              .stream()
              .map(problem -> new ApiError(problem.code(), problem.name(), problem.toString(), problem.found(),
                  problem.expected()))
              .toList());
    }
    Reply reply = settled(runs.create(dag, request.key(), params, trigger(request)));
    if (!(reply instanceof RunAccepted accepted)) {
      throw refused(reply);
    }
    settled(runs.whenProjected(dag));
    return new RunStarted(dag.id(), accepted.run(), dag.active(), accepted.created());
  }

  private static Trigger trigger(StartRequest request) {
    return request.by() == null ? new Trigger.ApiKey(API_KEY) : new Trigger.Manual(request.by());
  }

  @Override public RunView cancel(String dag, long run, CancelRequest request) {
    Catalog.Dag known = requestResolver.dag(dag);
    requestResolver.run(known, run);
    Reply reply = settled(runs.cancel(known, run, request.reason()));
    // A run may have ended just now; whoever is told so shall find it ended.
    settled(runs.whenProjected(known));
    if (reply instanceof Refused refused && refused.code() == Refused.Code.NOT_IN_MEMORY) {
      RunRow row = requestResolver.run(known, run);
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "run",
          "Expected a run that is active, but " + dag + "/" + run + " has ended" + (row.endedAt() == 0
              ? ""
              : " with "
                  + row.status()));
    }
    if (!(reply instanceof CancelAccepted)) {
      throw refused(reply);
    }
    return RunViews.run(dag, requestResolver.run(known, run), node.quarantined(known.number()));
  }

  @Override public RerunView rerun(String dag, long run, RerunRequest request) {
    Catalog.Dag known = requestResolver.dag(dag);
    RunRow row = requestResolver.run(known, run);
    List<String> tasks = request.tasks() == null ? List.of() : request.tasks();
    tasks.forEach(task -> requestResolver.task(known, row, task));
    Reply reply = settled(runs.rerun(known, run, tasks, request.apply(), request.plan()));
    if (!(reply instanceof RerunPlanned planned)) {
      throw refused(reply);
    }
    if (planned.applied()) {
      settled(runs.whenProjected(known));
    }
    return new RerunView(planned.changes()
        .stream()
        .map(change -> new RerunView.Change(change.task(), change.from(), change.shards()))
        .toList(), planned.hash(), planned.applied());
  }

  private static RefusedException refused(Reply reply) {
    if (!(reply instanceof Refused refused)) {
      throw new IllegalStateException("Expected an answer to the request, but found " + reply);
    }
    return switch (refused.code()) {
      case NOT_IN_MEMORY, NOT_FOUND -> RefusedException.of(Kind.NOT_FOUND, "not-found", "", refused.message());
      case KEY_REUSED -> RefusedException.of(Kind.CONFLICT, "key-reused", "key", refused.message());
      case WRONG_STATE -> RefusedException.of(Kind.CONFLICT, "wrong-state", "run", refused.message());
      case PLAN_CHANGED -> RefusedException.of(Kind.CONFLICT, "plan-changed", "plan", refused.message());
      case QUARANTINED -> RefusedException.of(Kind.CONFLICT, "quarantined", "dag", refused.message());
    };
  }

  /// Waits for an answer. `StoreException` and time out mean the same to the caller: not known, ask again.
  private static <T extends @Nullable Object> T settled(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutcomeUnknownException || e.getCause() instanceof StoreException) {
        throw unavailable(e.getCause().getMessage());
      }
      throw new IllegalStateException("Expected an answer of the scheduler, but found " + e.getCause(), e);
    } catch (TimeoutException _) {
      throw unavailable("no answer within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait was interrupted");
    }
  }

  private static RefusedException unavailable(@Nullable String why) {
    return RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
        "Expected an answer of the scheduler, but found: " + why + "; it is not known whether it was done: ask again");
  }
}
