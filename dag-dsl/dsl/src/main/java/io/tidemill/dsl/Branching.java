package io.tidemill.dsl;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.value.Variants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was declared about one branch.
final class Branching {
  final DagBuild build;
  private final Task<?> decision;
  private final String place;
  private final @Nullable ArmScope outer;
  private final List<Class<?>> variants;
  private final Map<Class<?>, String> taken = new LinkedHashMap<>();
  private final List<Joinable> ends = new ArrayList<>();
  private @Nullable Declaration join;

  Branching(DagBuild build, Task<?> decision, String place) {
    this.build = build;
    this.decision = decision;
    this.place = place;
    this.outer = build.arm();
    var all = Variants.of(decision.declaration.resultType());
    this.variants = decision.variants.isEmpty()
        ? all
        : all.stream().filter(variant -> decision.variants.contains(variant.getSimpleName())).toList();
    if (decision.declaration.build != build) {
      build.problems.add("other-dag", at(), "a task of DAG " + build.dag,
          "task " + decision.id() + " of DAG " + decision.declaration.build.dag, "");
    } else if (variants.isEmpty()) {
      build.problems.add("not-sealed", at(), "a branch over a task whose result is a sealed type",
          decision.declaration.resultType().getTypeName(),
          "Declare a sealed interface with a record for each way the branch can go.");
    }
  }

  private String at() {
    return decision.declaration.at(place);
  }

  <V> void arm(Class<V> variant, Function<Task<V>, Joinable> declare) {
    build.open();
    var here = decision.declaration.at(SourceLocation.here());
    var covered = Variants.leaves(variant);
    for (var leaf : covered) {
      var first = taken.putIfAbsent(leaf, here);
      if (first != null) {
        build.problems.add("arm-twice", here, "one arm for " + leaf.getSimpleName(),
            "a second one, the first is at " + first,
            "");
      } else if (!variants.isEmpty() && !variants.contains(leaf)) {
        build.problems.add("not-a-variant", here, "one of the variants " + names(variants), leaf.getSimpleName(), "");
      }
    }
    var names = Variants.names(covered);
    var scope = new ArmScope(outer, decision.declaration, names);
    var end = build.inArm(scope, () -> declare.apply(new Task<>(decision.declaration, names)));
    if (end == null) {
      throw new NullPointerException(
          "Expected the arm for " + variant.getSimpleName() + " to return the task it ends with.");
    }
    var last = Ref.order(end).task();
    if (last.build == build && !last.isIn(scope)) {
      build.problems.add("arm-without-task", here, "an arm that ends with a task declared in it", "task " + last.id,
          "Declare a task in the arm that passes the value on.");
    }
    ends.add(end);
  }

  Joinable join(String id) {
    if (join != null) {
      build.problems.add("two-joins", at(), "one join of the branch", "join " + join.id + " and " + id, "");
    }
    var end = build.declare(id);
    join = end;
    var first = ends.getFirst();
    var type = Ref.order(first).task().result;
    for (var other : ends) {
      var result = Ref.order(other).task().result;
      if (result == null ? type != null : !result.equals(type)) {
        build.problems.add("arms-differ", at(), "arms of one result type",
            (type == null ? "void" : type.getTypeName()) + " and " + (result == null ? "void" : result.getTypeName()),
            "");
      }
    }
    end.rule = JoinRule.NONE_FAILED_MIN_ONE_SUCCESS;
    end.finish(TaskKind.JOIN, type, ends.stream().map(Branching::data).toList(), (ctx, in) -> {
      throw new IllegalStateException("Expected nothing to run a join.");
    });
    return first instanceof VoidTask ? new VoidTask(end) : new Task<>(end, List.of());
  }

  private static Ref data(Joinable end) {
    return Ref.order(end).as(EdgeKind.DATA);
  }

  /// Reports the variants without an arm.
  void check() {
    var missing = variants.stream().filter(variant -> !taken.containsKey(variant)).toList();
    if (!missing.isEmpty()) {
      build.problems.add("missing-arm", at(), "an arm for each of " + names(variants), "no arm for " + names(missing),
          "Add " + missing.stream()
              .map(variant -> ".on(" + variant.getSimpleName() + ".class, …)")
              .collect(Collectors.joining(" ")) + ".");
    }
  }

  private static String names(List<Class<?>> variants) {
    return String.join(", ", Variants.names(variants));
  }
}
