package io.tidemill.dsl;

import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.SlotParamsCode;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The task that makes the parameters of a run of its slot, before all others. A DAG with parameters and a schedule has it without declaring it.
///
/// It runs where the DAG's defaults say, once and for a limited time: the same slot gives the same parameters, so another attempt would
/// find nothing else.
///
/// @param params the parameter record
/// @param functions what makes the parameters, by the name of the schedule
record SlotParamsTask<P>(Class<P> params, Map<String, SlotParams<P>> functions) implements SlotParamsCode {
  /// Longest time to make the parameters of a run.
  static final Duration LIMIT = Duration.ofMinutes(1);

  /// Reports a task that has its id.
  static void refuseItsName(DagBuild build) {
    build.tasks.stream()
        .filter(task -> task.id.equals(TASK))
        .forEach(task -> build.problems.add("reserved-id", task.at(),
            "another id, as '" + TASK + "' makes the parameters of slots in a DAG with parameters and a schedule",
            TASK, ""));
  }

  /// All tasks of the DAG with this one first.
  static List<TaskNode> before(List<TaskNode> tasks, DagBuild build, Class<?> params) {
    var settings = Objects.requireNonNullElseGet(build.defaults, Settings::new);
    var all = new ArrayList<TaskNode>(tasks.size() + 1);
    all.add(new TaskNode(TASK, TaskKind.SLOT_PARAMS, List.of(), JoinRule.ALL_SUCCESS, params.getTypeName(), List.of(),
        RetryNode.NONE,
        new TimeoutsNode(0, LIMIT.toMillis(), 0), "", Objects.requireNonNullElse(settings.priority, 0),
        Settings.words(settings.labels), Settings.words(settings.preferred),
        Objects.requireNonNullElse(settings.queue, ""), AgentLost.RETRY,
        build.tasks.stream().allMatch(task -> task.isolated || task.kind == TaskKind.JOIN), false, false, "",
        "Makes the parameters of a run of its slot.", build.schedules.values().iterator().next().place(), null));
    tasks.forEach(task -> all.add(task.edges().isEmpty() ? waiting(task) : task));
    return all;
  }

  private static TaskNode waiting(TaskNode task) {
    return new TaskNode(task.id(), task.kind(), List.of(new EdgeNode(TASK, EdgeKind.PARAMS, List.of())),
        task.joinRule(), task.resultType(), task.variants(), task.retry(), task.timeouts(), task.pool(),
        task.priority(), task.labels(), task.preferred(), task.queue(), task.onAgentLost(), task.isolated(),
        task.cpuBound(), task.allowFailure(), task.produces(), task.group(), task.doc(), task.place(), task.shard());
  }

  @Override public Type resultType() {
    return params;
  }

  @Override public List<InputCode> inputs() {
    return List.of();
  }

  @Override public Object call(TaskContext<?> ctx, List<@Nullable Object> inputs) {
    var slot = ctx.slot()
        .orElseThrow(() -> new IllegalStateException("Expected a run of a slot, but run " + ctx.run() + " has none."));
    var function = functions.get(slot.schedule());
    if (function == null) {
      throw new IllegalStateException(
          "Expected schedule '" + slot.schedule() + "', which the run is of, in this version of DAG "
              + ctx.dag() + ", but it has " + functions.keySet() + ".");
    }
    var made = function.of(slot);
    if (made == null) {
      throw new IllegalStateException("Expected schedule(…) of '" + slot.schedule() + "' to make a "
          + params.getSimpleName() + " of the slot, but it returned null.");
    }
    return made;
  }

  @Override public FailureVerdict judge(Throwable failure) {
    return new FailureVerdict(false, null);
  }
}
