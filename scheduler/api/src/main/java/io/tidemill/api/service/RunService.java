package io.tidemill.api.service;

import static java.util.function.Function.identity;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.MarkRequest;
import io.tidemill.api.run.MarkView;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.RerunView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunPage;
import io.tidemill.api.run.RunResource;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.run.WhyView;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskResource;
import io.tidemill.api.task.TaskView;
import io.tidemill.dsl.AgentLost;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Runs: asked of the query tables, ordered of the scheduler.
final class RunService implements RunResource {
  /// Name of the only key there is.
  private static final String API_KEY = "data directory";
  /// States that somebody may say a task is in.
  private static final List<TaskState> MARKS = List.of(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED);

  private final SchedulerNode node;
  private final DagDirectory dags;
  private final CommandSender sender;
  private final RequestResolver requestResolver;
  private final BlockerExplainer blockerExplainer;
  private final OwnerQueries owner;
  private final Supplier<List<AgentView>> agents;

  RunService(SchedulerNode node, Commands commands, OwnerQueries owner, DagDirectory dags,
      RequestResolver requestResolver, Supplier<List<AgentView>> agents) {
    this.agents = agents;
    this.node = node;
    this.dags = dags;
    this.sender = new CommandSender(commands);
    this.requestResolver = requestResolver;
    this.owner = owner;
    this.blockerExplainer = new BlockerExplainer(owner);
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
    return detail(dag, run, RunDetail.MOST_FAILURES);
  }

  /// @param most failures told with the run
  RunDetail detail(String dag, long run, int most) {
    Catalog.Dag known = requestResolver.dag(dag);
    RunRow row = requestResolver.run(known, run);
    CompiledGraph compiled = requestResolver.compiled(known, row);
    Map<Integer, TaskRow> rows = new HashMap<>();
    node.store().queries().tasks(known.number(), run).forEach(task -> rows.put(task.task(), task));
    List<TaskView> tasks = compiled.tasks()
        .stream()
        .map(task -> RunViews.task(task, rows.get(task.index()),
            blockerExplainer.of(known, run, task, rows.get(task.index()))))
        .toList();
    Map<String, Integer> counts = new TreeMap<>();
    tasks.forEach(task -> counts.merge(task.state().name(), 1, Integer::sum));
    List<FailureRow> failures = node.store()
        .queries()
        .failures(known.number(), run, -1, most + 1);
    return new RunDetail(RunViews.run(dag, row, node.quarantined(known.number())), params(row), tasks, counts,
        failures.stream().limit(most).map(failure -> RunViews.failure(compiled, failure)).toList(),
        failures.size() > most,
        row.trigger().equals(Trigger.ASSET) ? new AssetUpdatesReader(node, owner).read(known, run) : List.of());
  }

  @Override public WhyView why(String dag, long run, @Nullable String task, int shard) {
    Catalog.Dag known = requestResolver.dag(dag);
    CompiledGraph compiled = requestResolver.compiled(known, requestResolver.run(known, run));
    AwayAgents away = new AwayAgents(node, owner, known, run,
        agents.get().stream().collect(Collectors.toMap(AgentView::name, identity())));
    WhyReader reader = new WhyReader(get(dag, run),
        each -> away.of(Objects.requireNonNull(compiled.task(each.id())), each));
    if (task == null) {
      return reader.read(null);
    }
    CompiledTask named = requestResolver.task(known, requestResolver.run(known, run), task);
    if (shard < 0) {
      return reader.read(task);
    }
    List<Shard> found = new ShardReader(node, owner, known, run, named.index())
        .read(new ShardFilter(List.of(), shard - 1, 1))
        .shards();
    if (found.isEmpty()) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-shard", "shard",
          "Expected the index of a shard of task '" + task
              + "' in " + dag + "/" + run + ", but found " + shard);
    }
    String agent = found.getFirst().agent();
    return reader.read(Objects.requireNonNull(reader.byId().get(task)), found.getFirst(),
        node.store()
            .queries()
            .shardFailures(known.number(), run, named.index(), shard, TaskResource.MOST_FAILURES)
            .stream()
            .map(row -> RunViews.failure(compiled, row))
            .toList(),
        agent == null ? List.of() : away.ofOne(agent, "it", named.node().onAgentLost() == AgentLost.WAIT));
  }

  private JsonNode params(RunRow row) {
    byte[] params = row.params() == null ? node.store().values().read(row.paramsId()) : row.params();
    return params == null ? JsonNodeFactory.instance.objectNode() : RunViews.json(params);
  }

  @Override public RunStarted start(StartRequest request) {
    Catalog.Dag dag = requestResolver.active(request.dag());
    Value params = GivenParams.of(requestResolver.compiled(dag, dag.active()), request.params(), request.pairs());
    RunAccepted accepted = sender.submit(RunAccepted.class, dag, request,
        new CreateRun(dag.number(), dag.active(), UserText.KEY.checked(request.key()), params,
            trigger(request)));
    sender.awaitTables(dag);
    return new RunStarted(dag.id(), accepted.run(), accepted.version(), accepted.created());
  }

  private static Trigger trigger(StartRequest request) {
    String by = UserText.USER.checked(request.by());
    return by == null ? new Trigger.ApiKey(API_KEY) : new Trigger.Manual(by);
  }

  @Override public RunView cancel(String dag, long run, CancelRequest request) {
    Catalog.Dag known = requestResolver.dag(dag);
    requestResolver.run(known, run);
    sender.submit(CancelAccepted.class, known, request,
        new CancelRun(known.number(), run, UserText.REASON.checked(request.reason())));
    sender.awaitTables(known);
    return RunViews.run(dag, requestResolver.run(known, run), node.quarantined(known.number()));
  }

  @Override public RerunView rerun(String dag, long run, RerunRequest request) {
    Catalog.Dag known = requestResolver.dag(dag);
    RunRow row = requestResolver.run(known, run);
    int latest = known.active();
    String wanted = request.version();
    if (wanted == null && request.apply() && latest != Catalog.NO_VERSION && latest != row.version()) {
      throw RefusedException.of(Kind.INVALID, "version-required", "version",
          "Expected the version to go on with, since " + dag + "/" + run + " is on version " + row.version()
              + " and version " + latest + " is active now; it is `original` (" + row.versions().getFirst()
              + "), `latest` (" + latest + ") or a number");
    }
    int version = wanted == null ? row.version() : version(wanted, known, row);
    List<String> tasks = request.tasks() == null ? List.of() : request.tasks();
    ShardSelection selection = new ShardSelection(node, owner, known, run);
    List<Rerun.Target> targets = tasks.stream()
        .map(task -> selection.target(task, id -> targeted(known, row, version, id)))
        .toList();
    RerunPlanned planned = sender.submit(RerunPlanned.class, known, request,
        new Rerun(known.number(), run, targets, version, request.apply(), request.plan(), List.of()));
    if (planned.applied()) {
      sender.awaitTables(known);
    }
    return new RerunView(planned.changes()
        .stream()
        .map(change -> new RerunView.Change(change.task(), TaskState.valueOf(change.from()), change.extent(),
            change.shards()))
        .toList(), planned.tasks(), planned.version(), planned.original(),
        latest == Catalog.NO_VERSION ? null : Integer.valueOf(latest), planned.hash(), planned.applied());
  }

  @Override public MarkView mark(String dag, long run, MarkRequest request) {
    Catalog.Dag known = requestResolver.dag(dag);
    requestResolver.task(known, requestResolver.run(known, run), request.task()); // refuses, and says which there are
    if (!MARKS.contains(request.state())) {
      String expected = MARKS.stream().map(TaskState::name).collect(Collectors.joining(", "));
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("bad-state", "state",
          "Expected as state one of " + expected + ", but found " + request.state(), request.state().name(),
          expected)));
    }
    String reason = UserText.REASON.checked(request.reason());
    if (reason == null || reason.isBlank()) {
      throw RefusedException.of(Kind.INVALID, "missing", "reason",
          "Expected a reason for others to read, but found none");
    }
    String by = UserText.USER.checked(request.by());
    MarkPlanned planned = sender.submit(MarkPlanned.class, known, request,
        new MarkTask(known.number(), run, request.task(), request.state(), value(request), by == null ? "" : by, reason,
            request.apply(), request.plan(), List.of()));
    if (planned.applied()) {
      sender.awaitTables(known);
    }
    return new MarkView(planned.changes()
        .stream()
        .map(change -> new MarkView.Change(change.task(), TaskState.valueOf(change.from()),
            TaskState.valueOf(change.to())))
        .toList(), planned.tasks(), planned.hash(), planned.applied());
  }

  private static @Nullable Value value(MarkRequest request) {
    JsonNode value = request.value();
    String variant = request.variant();
    if (value == null || value.isNull()) {
      if (variant != null) {
        throw RefusedException.of(Kind.INVALID, "missing", "value",
            "Expected a value of the variant '" + variant + "', but found none");
      }
      return null;
    }
    return Value.inline(value.toString().getBytes(StandardCharsets.UTF_8), variant == null ? "" : variant);
  }

  /// The number of a version that a request names.
  private int version(String wanted, Catalog.Dag dag, RunRow row) {
    if (wanted.equals("original")) {
      return row.versions().getFirst();
    }
    if (wanted.equals("latest")) {
      return requestResolver.active(dag.id()).active();
    }
    if (wanted.matches("[1-9]\\d{0,8}")) {
      return requestResolver.version(dag, Integer.parseInt(wanted));
    }
    String expected = "original, latest or the number of a version";
    throw new RefusedException(Kind.INVALID, List.of(new ApiError("bad-version", "version",
        "Expected as version " + expected + ", but found '" + wanted + "'", wanted, expected)));
  }

  /// The index of a task in the run, -1 where only the version to go on with has it.
  private int targeted(Catalog.Dag dag, RunRow row, int version, String id) {
    CompiledTask now = requestResolver.compiled(dag, row).task(id);
    if (now != null) {
      return now.index();
    }
    if (requestResolver.compiled(dag, version).task(id) == null) {
      requestResolver.task(dag, row, id); // refuses, and says which there are
    }
    return -1;
  }
}
