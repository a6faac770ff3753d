package io.tidemill.dsl;

import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TaskKind;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One task as the user declared it; checked and frozen when the DAG is built.
final class Declaration {
  final DagBuild build;
  /// Position among the tasks of the DAG.
  final int index;
  final String id;
  final String place;
  final String group;
  final @Nullable ArmScope arm;

  TaskKind kind = TaskKind.TASK;
  @Nullable Type result;
  @Nullable Body<?, ?> body;
  List<Ref> inputs = List.of();
  final List<Ref> after = new ArrayList<>(0);
  @Nullable JoinRule rule;

  /// What was set for the task itself.
  final Settings own = new Settings();
  boolean isolated;
  boolean cpuBound;
  boolean allowFailure;
  final TreeSet<String> produces = new TreeSet<>();
  String doc = "";
  @Nullable Sharding sharding;

  Declaration(DagBuild build, int index, String id, String place, String group, @Nullable ArmScope arm) {
    this.build = build;
    this.index = index;
    this.id = id;
    this.place = place;
    this.group = group;
    this.arm = arm;
  }

  /// How a sharded task is sharded. The source is null until it is declared.
  static final class Sharding {
    @Nullable ShardSource source;
    @Nullable Ref from;
    Type element = void.class;
    @Nullable ShardSourceExpansion expansion;
    @Nullable Integer concurrency;
    @Nullable Integer maxFailedShards;
    @Nullable Double maxFailedFraction;
    boolean failFast;
    @Nullable Integer maxShards;
    @Nullable Integer totalRetries;
    boolean omitWhenEmpty;

    void over(ShardSource data, @Nullable Ref upstream, Type shardElement, @Nullable ShardSourceExpansion into) {
      source = data;
      from = upstream;
      element = shardElement;
      expansion = into;
    }
  }

  /// The settings of the task, completed by the defaults of its groups and DAG. A join has none.
  Settings settings() {
    return kind == TaskKind.JOIN ? own : own.or(build.defaults(group));
  }

  Type resultType() {
    return result == null ? void.class : result;
  }

  Sharding sharding() {
    if (sharding == null) {
      throw new IllegalStateException("Expected task " + id + " to be sharded.");
    }
    return sharding;
  }

  /// Where the task was declared, for messages.
  String at() {
    return at(place);
  }

  String at(String where) {
    return where + (where.isEmpty() ? "task " : " in task ") + id;
  }

  void finish(TaskKind as, @Nullable Type type, List<Ref> given, Body<?, ?> code) {
    build.open();
    if (body != null) {
      build.problems.add("two-bodies", at(SourceLocation.here()), "one body for the task", "a second one", "");
      return;
    }
    kind = as;
    result = type;
    inputs = given;
    body = code;
  }

  /// Waits for other tasks, under a rule if one is given.
  void after(@Nullable JoinRule under, TaskRef... handles) {
    build.open();
    if (under != null) {
      if (rule != null && rule != under) {
        build.problems.add("two-rules", at(SourceLocation.here()), "one join rule for the task", rule + " and " + under,
            "");
      }
      rule = under;
    }
    for (var handle : handles) {
      after.add(Ref.order(handle));
    }
  }

  /// Whether the task was declared in the arm, or in an arm within it.
  boolean isIn(ArmScope wanted) {
    for (var scope = arm; scope != null; scope = scope.outer()) {
      if (scope == wanted) {
        return true;
      }
    }
    return false;
  }
}
