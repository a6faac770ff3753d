package io.tidemill.dsl;

import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import java.util.ArrayList;
import java.util.HashMap;
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
    if (!problems.isEmpty()) {
      throw new InvalidDagException(build.dag, problems.list());
    }
    var graph = new Graph(Graph.SCHEMA, build.dag, build.doc, build.owner, List.copyOf(build.tags), fields,
        build.schedule == null ? null : build.schedule.node(), TaskChecks.millis(build.runDeadline), build.groupNodes(),
        nodes);
    return new Dag<>(graph, params, codes(), slotParams);
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
    build.groups.values().forEach(group -> build.limits.text("doc of a group", group.doc, Limits.TEXT, group.place));
  }

  @SuppressWarnings("unchecked") // the builder that took the function is typed with the same parameter record
  private <P> @Nullable SlotParams<P> slotParams(Class<P> params) {
    if (build.schedule == null) {
      return null;
    }
    if (build.slotParams != null) {
      return (SlotParams<P>) build.slotParams;
    }
    if (params != NoParams.class) {
      problems.add("schedule-without-params", place,
          "a function that makes the parameters of a slot, as the DAG has some",
          "schedule(" + build.schedule + ")", "Write d.schedule(…, slot -> new " + params.getSimpleName() + "(…)).");
      return null;
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
        task.allowFailure, task.group, task.doc, task.place,
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
