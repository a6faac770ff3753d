package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import java.util.ArrayList;
import java.util.List;

/// Whether a run can go on with another version (semantics §6): every result that is kept and read must be of the same task, kind
/// and type, and the parameters of the same schema.
final class OtherVersion {
  private OtherVersion() {}

  /// What stands against it, empty if nothing does.
  static List<String> problems(RunState run, RerunPlan rerun) {
    CompiledGraph before = run.compiled();
    CompiledGraph compiled = rerun.compiled();
    List<String> problems = new ArrayList<>();
    if (compiled == before) {
      return problems;
    }
    if (!before.graph().paramSchema().equals(compiled.graph().paramSchema())) {
      problems.add("its parameters are " + before.graph().paramSchema() + " in version " + before.version() + ", but "
          + compiled.graph().paramSchema()
          + " in version " + compiled.version());
    }
    for (CompiledTask task : compiled.tasks()) {
      int index = task.index();
      boolean kept = index < before.size() && !rerun.runs(index) && !compiled.removed(index);
      if (kept && run.state(index) == TaskState.SUCCESS && read(task, rerun)
          && task.node().kind() != TaskKind.SLOT_PARAMS) {
        compare(before.task(index).node(), task.node(), problems);
      }
      if (rerun.partial().containsKey(index) && !same(before.task(index), task)) {
        problems.add("task '" + task.id() + "' is sharded otherwise; rerun all of it");
      }
    }
    return problems;
  }

  private static boolean read(CompiledTask task, RerunPlan rerun) {
    for (Edge edge : task.out()) {
      if (rerun.runs(edge.to())) {
        return true;
      }
    }
    return false;
  }

  private static void compare(TaskNode before, TaskNode now, List<String> problems) {
    if (before.kind() != now.kind() || !before.resultType().equals(now.resultType())
        || !before.variants().equals(now.variants())) {
      problems.add("the result of task '" + before.id() + "' would be kept and read, but it is " + text(before)
          + " before and " + text(now) + " now; rerun '" + before.id() + "' too");
    }
  }

  private static String text(TaskNode node) {
    return node.kind() + " of " + node.resultType() + (node.variants().isEmpty() ? "" : " " + node.variants());
  }

  private static boolean same(CompiledTask before, CompiledTask now) {
    ShardNode one = before.shard();
    ShardNode other = now.shard();
    return one != null && other != null && one.source() == other.source() && before.alignedWith() == now.alignedWith();
  }
}
