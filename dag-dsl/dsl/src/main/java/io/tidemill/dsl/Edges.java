package io.tidemill.dsl;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.TaskKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The edges into one task, in the order of the graph: source, inputs of the body, mere order, arms.
///
/// A task before has one edge for the expansion and one other at most; whatever else is said about it narrows the variants for
/// which these are open.
final class Edges {
  private final Declaration task;
  private final Problems problems;
  private final Map<Key, Ref> refs = new LinkedHashMap<>();
  private boolean outcome;
  private boolean closed;

  /// @param expansion true for the edge that decides the shards
  private record Key(Declaration upstream, boolean expansion) {}

  Edges(Declaration task) {
    this.task = task;
    this.problems = task.build.problems;
    if (task.sharding != null && task.sharding.from != null) {
      input(task.sharding.from, true);
    }
    task.inputs.forEach(ref -> input(ref, false));
    task.after.forEach(this::order);
    if (task.kind != TaskKind.JOIN) { // a join is skipped with its arms, which stand in the same arm
      for (var arm = task.arm; arm != null; arm = arm.outer()) {
        if (arm.branched().build == task.build) { // else the branch is refused already
          narrow(new Ref(arm.branched(), arm.variants()).as(EdgeKind.ORDER));
        }
      }
    }
  }

  /// The tasks before this one; one may come twice.
  Stream<Declaration> upstreams() {
    return refs.keySet().stream().map(Key::upstream);
  }

  List<EdgeNode> nodes() {
    return refs.values().stream().map(Edges::node).toList();
  }

  private static EdgeNode node(Ref ref) {
    return new EdgeNode(ref.task().id, ref.kind(), ref.variants());
  }

  /// Whether the task needs a value over the edge, which under any rule means that the task before succeeded.
  private static boolean isValue(Ref ref) {
    return ref.kind() != EdgeKind.ORDER && ref.kind() != EdgeKind.OUTCOME;
  }

  private boolean isForeign(Ref ref) {
    if (ref.task().build == task.build) {
      return false;
    }
    problems.add("other-dag", task.at(), "tasks of DAG " + task.build.dag,
        "task " + ref.task().id + " of DAG " + ref.task().build.dag, "Declare both tasks in one Dag.define(…).");
    return true;
  }

  private void input(Ref ref, boolean expansion) {
    if (isForeign(ref)) {
      return;
    }
    outcome |= ref.kind() == EdgeKind.OUTCOME;
    if (refs.putIfAbsent(new Key(ref.task(), expansion), ref) != null) {
      problems.add("input-twice", task.at(), "every input once", "task " + ref.task().id + " twice", "");
    }
  }

  private void order(Ref ref) {
    if (isForeign(ref)) {
      return;
    }
    if (ref.task() == task) {
      problems.add("self-dependency", task.at(), "a task that waits for other tasks", "it waits for itself", "");
    } else if (task.kind == TaskKind.JOIN) {
      problems.add("order-into-join", task.at(), "a join that waits for the arms of its branch only",
          "it waits for task " + ref.task().id, "Let the task after the join wait for it.");
    } else {
      narrow(ref);
    }
  }

  private void narrow(Ref ref) {
    var source = new Key(ref.task(), true);
    var other = new Key(ref.task(), false);
    if (!refs.containsKey(source) && !refs.containsKey(other)) {
      refs.put(other, ref);
    } else if (!ref.variants().isEmpty()) {
      refs.computeIfPresent(source, (key, known) -> narrowed(known, ref.variants()));
      refs.computeIfPresent(other, (key, known) -> narrowed(known, ref.variants()));
    }
  }

  private Ref narrowed(Ref known, List<String> variants) {
    var both = known.variants().isEmpty() ? variants : known.variants().stream().filter(variants::contains).toList();
    if (both.isEmpty() && !closed) {
      closed = true;
      problems.add("never-open", task.at(), "one variant of task " + known.task().id + " for which this task runs",
          String.join(", ", known.variants()) + " is taken, and the arm is for " + String.join(", ", variants), "");
    }
    return new Ref(known.task(), known.kind(), known.form(), both);
  }

  /// The join rule of the task, checked against its inputs.
  JoinRule rule() {
    if (task.kind == TaskKind.JOIN) {
      return JoinRule.NONE_FAILED_MIN_ONE_SUCCESS;
    }
    var rule = task.rule;
    if (rule == null) {
      if (outcome && !task.after.isEmpty()) {
        problems.add("rule-missing", task.at(), "a join rule, as the task takes outcomes and waits for others too",
            "after(…) without a rule", "Write after(JoinRule.ALL_DONE, …) or another rule.");
      }
      return !outcome ? JoinRule.ALL_SUCCESS : task.arm == null ? JoinRule.ALL_DONE : JoinRule.NONE_SKIPPED;
    }
    if (rule == JoinRule.ALL_SUCCESS) {
      return rule;
    }
    if (task.arm != null && rule != JoinRule.NONE_SKIPPED) {
      problems.add("rule-in-arm", task.at(), "the rule ALL_SUCCESS or NONE_SKIPPED in an arm of a branch", rule.name(),
          "It could run though the arm was not taken. Declare it after the branch.");
    }
    if (refs.values().stream().allMatch(Edges::isValue)) {
      problems.add("rule-without-upstreams", task.at(),
          "a join rule for a task that waits for more than its results as inputs",
          rule.name(),
          "Results as inputs must have succeeded under any rule; name other tasks, or take .outcome() of these.");
    }
    return rule;
  }
}
