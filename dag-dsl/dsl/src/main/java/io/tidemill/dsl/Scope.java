package io.tidemill.dsl;

import java.util.Objects;

/// Where tasks are declared: the DAG, a group, or an arm of a branch.
///
/// Usable by the one thread that builds the DAG, until the DAG is built. What is declared belongs to the group and arm whose code
/// is running, whichever scope it is declared on.
///
/// @param <P> the DAG's parameter record
public abstract class Scope<P> {
  final DagBuild build;

  Scope(DagBuild build) {
    this.build = build;
  }

  /// Begins a task.
  ///
  /// @param id 1 to 200 of the characters `A-Z a-z 0-9 - _ .`, unique in the DAG
  public final TaskBuilder<P> task(String id) {
    return new TaskBuilder<>(build.declare(Objects.requireNonNull(id, "id")));
  }

  /// Begins a task that runs once for each shard of its data.
  ///
  /// @param id as for [#task]
  public final ShardBuilder<P> shard(String id) {
    var task = build.declare(Objects.requireNonNull(id, "id"));
    task.sharding = new Declaration.Sharding();
    return new ShardBuilder<>(task);
  }

  /// Begins a branch: the variant of a sealed type that a task results in decides which tasks run.
  ///
  /// Every variant needs an arm; a missing one is a problem of the DAG.
  ///
  /// @param decision a task whose result type is a sealed interface or class
  public final <V> Branch<P, V> branch(Task<V> decision) {
    build.open();
    var branching = new Branching(build, decision, SourceLocation.here());
    build.branches.add(branching);
    return new Branch<>(branching);
  }

  /// Groups tasks and groups in displays, and for defaults of their options. A group does not change when its tasks run.
  ///
  /// @param id as for [#task], unique among the groups of the DAG
  public final void group(String id, GroupContent<P> content) {
    build.inGroup(Objects.requireNonNull(id, "id"), () -> {
      content.declare(new GroupBuilder<>(build));
      return true;
    });
  }

  /// Groups tasks and groups, and returns what its lambda returns: a task that others outside wait for, or a record of several.
  ///
  /// ```java
  /// var dough = d.group("kitchen", kitchen -> {
  ///   var mixed = kitchen.task("mix").run(String.class, ctx -> "dough");
  ///   return kitchen.task("knead").needs(mixed).run(String.class, (ctx, it) -> "kneaded " + it);
  /// });
  /// d.task("bake").needs(dough).run(String.class, (ctx, it) -> "bread");
  /// ```
  ///
  /// @param id as for [#task], unique among the groups of the DAG
  /// @return what the lambda returned
  public final <R> R group(String id, GroupBody<P, R> content) {
    return build.inGroup(Objects.requireNonNull(id, "id"), () -> content.build(new GroupBuilder<>(build)));
  }

  /// Makes one task wait for another, after both were declared. As `after` on the later one.
  public final void order(TaskRef first, TaskRef then) {
    build.open();
    var later = Ref.order(then).task();
    if (later.build == build) {
      later.after(null, first);
    } else {
      build.problems.add("other-dag", SourceLocation.here(), "two tasks of DAG " + build.dag,
          "task " + later.id + " of DAG " + later.build.dag, "");
    }
  }
}
