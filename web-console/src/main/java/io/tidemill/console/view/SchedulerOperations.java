package io.tidemill.console.view;

import io.tidemill.console.view.RefusedException.Kind;
import io.tidemill.engine.plan.Plan;
import io.tidemill.engine.plan.PlannedTask;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.DroppedException;
import io.tidemill.runtime.Runs;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.params.InvalidParamsException;
import io.tidemill.runtime.params.ParamsCheck;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Logs;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Quarantines.Trouble;
import io.tidemill.runtime.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Asks the scheduler of this process.
public final class SchedulerOperations implements Operations {
  /// Name of the only key there is.
  private static final String API_KEY = "data directory";
  private static final long PATIENCE_SECONDS = 30;
  private static final int LOG_CHUNKS = 64;
  private static final int MOST_NAMED_SOURCES = 5_000;

  private final SchedulerNode node;
  private final DagDirectory dags;
  private final Runs runs;
  private final BundleDeployer deployer;
  private final Changes changes;
  private final Found found;
  private final Versions versions;
  private final Waits waits;
  private final AgentOperations agents;

  public SchedulerOperations(SchedulerNode node, DagDirectory dags, BundleDeployer deployer, Changes changes,
      AgentOperations agents) {
    this.node = node;
    this.agents = agents;
    this.dags = dags;
    this.runs = new Runs(node, dags);
    this.deployer = deployer;
    this.changes = changes;
    this.found = new Found(dags, node.store());
    this.waits = new Waits(node);
    this.versions = new Versions(node, dags, found);
    node.listen((dag, run) -> {
      if (changes.heard()) {
        changes.tell(Event.run(dags.byNumber(dag).id(), run));
      }
    });
  }

  @Override public List<DagView> dags() {
    return node.store()
        .catalog()
        .dags()
        .stream()
        .filter(dag -> dag.active() > 0)
        .map(this::view)
        .toList();
  }

  private DagView view(Catalog.Dag dag) {
    Trouble trouble = node.quarantined(dag.number());
    try {
      return RunViews.dag(dag, node.plans().plan(dag.number(), dag.active()), trouble);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // One graph that cannot be read must not hide the other DAGs.
      return RunViews.unreadable(dag, trouble, e);
    }
  }

  /// The plan of a version, or a refusal that says why it cannot be read.
  private Plan plan(Catalog.Dag dag, int version) {
    try {
      return node.plans().plan(dag.number(), version);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw RefusedException.of(Kind.CONFLICT, "unreadable", "dag",
          "Expected version " + version + " of DAG '" + dag.id()
              + "' to have a graph that this program can read, but found: " + e.getMessage()
              + "; start the program that deployed it, or restore the database from a backup");
    }
  }

  @Override public RunPage runs(RunFilter filter) {
    if (filter.limit() < 1 || filter.limit() > RunFilter.MOST) {
      throw new RefusedException(Kind.INVALID, List.of(new Refusal("out-of-range", "limit",
          "Expected a limit from 1 to " + RunFilter.MOST, "" + filter.limit(), "1 to " + RunFilter.MOST)));
    }
    String id = filter.dag();
    int dag = id == null ? 0 : found.dag(id).number();
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

  @Override public RunDetail run(String dag, long run) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    Plan plan = plan(known, row.version());
    Map<Integer, TaskRow> rows = new HashMap<>();
    node.store().queries().tasks(known.number(), run).forEach(task -> rows.put(task.task(), task));
    List<TaskView> tasks = plan.tasks()
        .stream()
        .map(task -> RunViews.task(task, rows.get(task.index()), waits.of(known, run, task, rows.get(task.index()))))
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

  @Override public @Nullable JsonNode output(String dag, long run, String task) {
    Catalog.Dag known = found.dag(dag);
    int index = task(known, found.run(known, run), task).index();
    for (TaskRow row : node.store().queries().tasks(known.number(), run)) {
      if (row.task() == index) {
        byte[] output = row.outputId() == 0 ? row.output() : node.store().values().read(row.outputId());
        return output == null || output.length == 0 ? null : RunViews.json(output);
      }
    }
    return null;
  }

  private PlannedTask task(Catalog.Dag dag, RunRow row, String id) {
    Plan plan = plan(dag, row.version());
    PlannedTask task = plan.task(id);
    if (task == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-task", "task", "Expected a task of DAG '" + dag.id()
          + "', but found '" + id + "'; it has " + String.join(", ",
              plan.tasks().stream().limit(20).map(PlannedTask::id).toList()));
    }
    return task;
  }

  @Override public List<LogSource> logSources(String dag, long run) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    Plan plan = plan(known, row.version());
    List<Logs.Source> sources = node.store().logs().sources(known.number(), run);
    boolean named = sources.size() <= MOST_NAMED_SOURCES && sources.stream().anyMatch(source -> source.shard() >= 0);
    ShardNames names = named ? ShardNames.of(node, known, run) : null;
    return sources.stream()
        .map(source -> new LogSource(plan.task(source.task()).id(), source.shard(),
            names == null || source.shard() < 0 ? null : names.name(source.task(), source.shard()), source.attempt(),
            source.bytes()))
        .toList();
  }

  @Override public LogPage log(String dag, long run, LogSource source, long after) {
    Catalog.Dag known = found.dag(dag);
    int task = task(known, found.run(known, run), source.task()).index();
    List<Logs.Chunk> chunks = node.store()
        .logs()
        .read(known.number(), run, task, source.shardIndex(), source.attempt(), after, LOG_CHUNKS);
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(new String(chunk.text(), StandardCharsets.UTF_8)));
    return new LogPage(text.toString(), chunks.isEmpty() ? after : chunks.getLast().sequence(),
        chunks.size() == LOG_CHUNKS);
  }

  @Override public RunStarted start(StartRequest request) {
    Catalog.Dag dag = found.dag(request.dag());
    ParamsCheck check = new ParamsCheck(plan(dag, dag.active()).graph().params());
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
              .map(problem -> new Refusal(problem.code(), problem.name(), problem.toString(), problem.found(),
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

  @Override public void cancel(String dag, long run, @Nullable String reason) {
    Catalog.Dag known = found.dag(dag);
    found.run(known, run);
    Reply reply = settled(runs.cancel(known, run, reason));
    // A run may have ended just now; whoever is told so shall find it ended.
    settled(runs.whenProjected(known));
    if (reply instanceof Refused refused && refused.code() == Refused.Code.NOT_IN_MEMORY) {
      RunRow row = found.run(known, run);
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "run",
          "Expected a run that is active, but " + dag + "/" + run + " has ended" + (row.endedAt() == 0
              ? ""
              : " with "
                  + row.status()));
    }
    if (!(reply instanceof CancelAccepted)) {
      throw refused(reply);
    }
  }

  @Override public RerunView rerun(String dag, long run, RerunRequest request) {
    Catalog.Dag known = found.dag(dag);
    RunRow row = found.run(known, run);
    List<String> tasks = request.tasks() == null ? List.of() : request.tasks();
    tasks.forEach(task -> task(known, row, task));
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

  @Override public void resume(String dag) {
    Catalog.Dag known = found.dag(dag);
    if (!node.resume(known.partition(), known.number())) {
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "dag",
          "Expected a DAG that is quarantined, but '" + dag + "' is not; its runs go on");
    }
  }

  @Override public DeploymentView planDeployment(String name, byte[] content) {
    return deployer.plan(name, content);
  }

  @Override public List<Deployed> deploy(String name, byte[] content, @Nullable String plan) {
    return deployer.deploy(name, content, plan);
  }

  @Override public VersionsView versions(String dag) {
    return versions.list(dag);
  }

  @Override public DeploymentView activate(String dag, ActivateRequest request) {
    return versions.activate(dag, request, new Catalog.Cause("rollback", System.getProperty("user.name", "")));
  }

  @Override public PurgeView purge(PurgeRequest request) {
    return versions.purge(request);
  }

  @Override public AgentOperations agents() {
    return agents;
  }

  @Override public Subscription subscribe(Consumer<Event> listener) {
    return changes.subscribe(listener);
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
      if (e.getCause() instanceof DroppedException || e.getCause() instanceof StoreException) {
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
