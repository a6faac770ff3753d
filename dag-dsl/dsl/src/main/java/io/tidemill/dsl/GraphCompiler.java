package io.tidemill.dsl;

import io.tidemill.dsl.DagBuild.DeclaredSchedule;
import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.SlotParamsCode;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.value.Variants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The end of a build: checks what was declared, and makes the DAG of it or reports every problem.
final class GraphCompiler {
  private final DagBuild build;
  private final Problems problems;
  private final String place;

  GraphCompiler(DagBuild build, String place) {
    this.build = build;
    this.problems = build.problems;
    this.place = place;
  }

  <P> Dag<P> dag(Class<P> params) {
    about();
    var fields = new ParamSchema(problems, place).of(params);
    onAssets(params);
    var slotParams = this.<P>slotParams(params);
    build.branches.forEach(Branching::check);
    var checks = new TaskChecks(build);
    var edges = new ArrayList<Edges>(build.tasks.size());
    var nodes = new ArrayList<TaskNode>(build.tasks.size());
    for (var task : build.tasks) {
      checks.check(task);
      var into = new Edges(task);
      edges.add(into);
      var rule = into.rule();
      if (problems.isEmpty()) {
        nodes.add(node(task, into, rule));
      }
    }
    new Cycles(build.tasks, edges, problems).check();
    var makesParams = !fields.isEmpty() && !build.schedules.isEmpty();
    if (makesParams) {
      SlotParamsTask.refuseItsName(build);
    }
    if (!problems.isEmpty()) {
      throw new InvalidDagException(build.dag, problems.list());
    }
    var graph = new Graph(Graph.SCHEMA, build.dag, build.doc, build.owner, List.copyOf(build.tags), fields,
        schedules(), onAssets(), Objects.requireNonNullElse(build.overlap, Overlap.queueLatest()).node(),
        TaskChecks.millis(build.runDeadline),
        build.cancelGrace == null ? Graph.CANCEL_GRACE_MILLIS : build.cancelGrace.toMillis(), build.groupNodes(),
        makesParams ? SlotParamsTask.before(nodes, build, params) : nodes);
    var codes = codes();
    if (makesParams) {
      codes.put(SlotParamsCode.TASK, new SlotParamsTask<>(params, slotParams));
    }
    return new Dag<>(graph, params, codes, slotParams);
  }

  private void onAssets(Class<?> params) {
    var on = build.onAssets;
    if (on == null) {
      return;
    }
    var where = build.onAssetsPlace;
    on.check(build.limits, problems, where);
    if (params != NoParams.class) {
      problems.add("assets-with-params", where, "a DAG without parameters, as nobody gives any to a run on assets",
          params.getSimpleName(), "Let bodies ask ctx, or start runs over the API.");
    }
    for (var task : build.tasks) {
      for (var asset : on.node(where).assets()) {
        if (task.produces.contains(asset)) {
          problems.add("assets-of-its-own", task.at(), "a DAG that produces none of the assets it runs on",
              asset + ", on which it runs at " + where, "It would start itself for ever.");
        }
      }
    }
    if (build.overlap != null && build.overlap.node().policy() == OverlapPolicy.SKIP) {
      problems.add("assets-with-skip", where, "an overlap rule under which no event is lost", "Overlap.skip()",
          "Leave d.overlap(…) out: events that come during a run start the next one together.");
    }
  }

  private void about() {
    if (build.tasks.isEmpty()) {
      problems.add("empty-dag", place, "a DAG with at least one task", "none", "");
    }
    build.limits.text("doc", build.doc, Limits.TEXT, place);
    build.limits.text("owner", build.owner, Limits.NAME, place);
    build.limits.names("tag", build.tags, place);
    if (build.runDeadline != null) {
      build.limits.duration("run deadline", build.runDeadline, place);
    }
    if (build.cancelGrace != null && !build.cancelGrace.isZero()) {
      build.limits.duration("cancel grace", build.cancelGrace, place);
    }
    build.groups.values().forEach(group -> build.limits.text("doc of a group", group.doc, Limits.TEXT, group.place));
  }

  private List<ScheduleNode> schedules() {
    return build.schedules.entrySet()
        .stream()
        .map(entry -> entry.getValue().schedule().node(entry.getKey(), entry.getValue().place()))
        .toList();
  }

  private @Nullable OnAssetsNode onAssets() {
    var on = build.onAssets;
    return on == null ? null : on.node(build.onAssetsPlace);
  }

  private <P> Map<String, SlotParams<P>> slotParams(Class<P> params) {
    var functions = new LinkedHashMap<String, SlotParams<P>>();
    build.schedules.forEach((name, declared) -> functions.put(name, slotParams(params, declared)));
    return functions;
  }

  @SuppressWarnings("unchecked") // the builder that took the function is typed with the same parameter record
  private <P> SlotParams<P> slotParams(Class<P> params, DeclaredSchedule declared) {
    if (declared.params() != null) {
      return (SlotParams<P>) declared.params();
    }
    if (params != NoParams.class) {
      problems.add("schedule-without-params", declared.place(),
          "a function that makes the parameters of a slot, as the DAG has some",
          "schedule(" + declared.schedule() + ")",
          "Write d.schedule(…, slot -> new " + params.getSimpleName() + "(…)).");
    }
    return slot -> params.cast(new NoParams());
  }

  private static TaskNode node(Declaration task, Edges edges, JoinRule rule) {
    var result = task.resultType();
    var settings = task.settings();
    return new TaskNode(task.id, task.kind, edges.nodes(), rule, result.getTypeName(),
        Variants.names(Variants.of(result)), settings.retryOrNone().node(), TaskChecks.timeoutsNode(settings),
        Objects.requireNonNullElse(settings.pool, ""), Objects.requireNonNullElse(settings.priority, 0),
        Settings.words(settings.labels), Settings.words(settings.preferred),
        Objects.requireNonNullElse(settings.queue, ""),
        Objects.requireNonNullElse(settings.onAgentLost, AgentLost.RETRY), task.isolated, task.cpuBound,
        task.allowFailure, List.copyOf(task.produces), task.group, task.doc, task.place,
        task.sharding == null ? null : TaskChecks.shardNode(task.sharding));
  }

  private Map<String, TaskCode> codes() {
    Map<String, TaskCode> codes = HashMap.newHashMap(build.tasks.size());
    for (var task : build.tasks) {
      var body = task.body;
      if (body != null && task.kind != TaskKind.JOIN) {
        codes.put(task.id, code(task, body));
      }
    }
    return codes;
  }

  private static <P> TaskCode code(Declaration task, Body<P, ?> body) {
    var inputs = task.inputs.stream().map(Ref::code).toList();
    var sharding = task.sharding;
    if (sharding == null) {
      return new BodyCode<>(task.id, task.resultType(), inputs, body, task.settings().retryOrNone());
    }
    var source = sharding.expansion != null && sharding.from != null
        ? List.of(sharding.from.code())
        : List.<InputCode>of();
    return new ShardCode<>(task.id, task.resultType(), sharding.element, source, inputs, sharding.expansion,
        TaskChecks.maxShards(sharding), body, task.settings().retryOrNone());
  }
}
