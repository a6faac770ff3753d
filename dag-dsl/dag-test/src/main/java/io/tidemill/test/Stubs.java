package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a test says about tasks and shards: results, failures, durations.
final class Stubs {
  private final Dag<?> dag;
  private final CompiledGraph compiled;
  private final Map<Target, Stub> stubs = new LinkedHashMap<>();
  private final Map<Target, Failing> failing = new LinkedHashMap<>();
  private final Map<String, Duration> durations = new HashMap<>();
  private final Map<String, Set<String>> expanded;

  /// @param shard key of a shard, null for the task
  private record Target(String task, @Nullable String shard) {
    @Override public String toString() {
      return shard == null ? task : task + "[" + shard + "]";
    }
  }

  /// A result given instead of a body.
  record Stub(@Nullable Object result) {}

  private record Failing(Throwable failure, int times) {}

  Stubs(Dag<?> dag, CompiledGraph compiled) {
    this(dag, compiled, new HashMap<>());
  }

  private Stubs(Dag<?> dag, CompiledGraph compiled, Map<String, Set<String>> expanded) {
    this.dag = dag;
    this.compiled = compiled;
    this.expanded = expanded;
  }

  /// The same for one run: attempts are counted anew, shards are noted here too.
  Stubs copy() {
    return copy(expanded);
  }

  /// The same for one scheduler: what was not seen on another is not known.
  Stubs alone() {
    return copy(new HashMap<>());
  }

  private Stubs copy(Map<String, Set<String>> seen) {
    Stubs copy = new Stubs(dag, compiled, seen);
    copy.stubs.putAll(stubs);
    copy.failing.putAll(failing);
    copy.durations.putAll(durations);
    return copy;
  }

  CompiledGraph compiled() {
    return compiled;
  }

  void stub(String task, @Nullable String shard, @Nullable Object result) {
    CompiledTask planned = task(task, shard);
    if (shard == null && planned.shard() != null) {
      throw new IllegalArgumentException("Expected a task that is not sharded, but '" + task
          + "' is; give results to its shards with stubShard(task, key, result)");
    }
    Type type = dag.code(task).resultType();
    Class<?> raw = type instanceof ParameterizedType with ? (Class<?>) with.getRawType() : (Class<?>) type;
    if (result == null ? raw != void.class : raw == void.class || !raw.isPrimitive() && !raw.isInstance(result)) {
      throw new IllegalArgumentException("Expected a result of type " + type.getTypeName() + " for task '" + task
          + "', but found " + (result == null ? "null" : "a " + result.getClass().getTypeName()));
    }
    stubs.put(new Target(task, shard), new Stub(result));
  }

  void fail(String task, @Nullable String shard, Throwable failure, int times) {
    task(task, shard);
    if (times < 1) {
      throw new IllegalArgumentException("Expected at least 1 failing attempt, but found " + times);
    }
    failing.put(new Target(task, shard), new Failing(failure, times));
  }

  void takes(String task, Duration duration) {
    task(task, null);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Expected a duration of at least zero, but found " + DurationText.of(duration));
    }
    durations.put(task, duration);
  }

  private CompiledTask task(String id, @Nullable String shard) {
    CompiledTask task = compiled.task(id);
    if (task == null || task.node().kind() == TaskKind.JOIN) {
      throw new IllegalArgumentException("Expected a task with a body in DAG '" + dag.id() + "', but found none named '"
          + id + "'; there are " + compiled.tasks().stream().map(CompiledTask::id).toList());
    }
    if (shard != null && task.shard() == null) {
      throw new IllegalArgumentException("Expected a sharded task, but '" + id + "' is not sharded");
    }
    return task;
  }

  /// The result given to a task or shard, null where its body is to be executed.
  @Nullable Stub stubOf(String task, @Nullable String shard) {
    return stubs.get(new Target(task, shard));
  }

  /// How the next attempt fails, null if it does not. Counts the attempt.
  @Nullable Throwable nextFailure(String task, @Nullable String shard) {
    Target target = new Target(task, shard);
    Failing next = failing.get(target);
    if (next == null || next.times() == 0) {
      return null;
    }
    failing.put(target,
        new Failing(next.failure(), next.times() == DagTest.ALWAYS ? DagTest.ALWAYS : next.times() - 1));
    return next.failure();
  }

  long millis(String task) {
    return durations.getOrDefault(task, Duration.ZERO).toMillis();
  }

  /// Notes the shards of a task.
  void sawShards(String task, List<String> keys) {
    expanded.computeIfAbsent(task, unused -> new LinkedHashSet<>()).addAll(keys);
  }

  /// Shards the test named that a task does not have, though it has been expanded.
  List<String> neverSeen() {
    List<String> never = new ArrayList<>();
    List<Target> named = new ArrayList<>(stubs.keySet());
    named.addAll(failing.keySet());
    for (Target target : named) {
      Set<String> keys = expanded.get(target.task());
      if (target.shard() != null && keys != null && !keys.contains(target.shard())) {
        never.add(
            target + " (there are " + (keys.size() > 20 ? List.copyOf(keys).subList(0, 20) + " and more" : keys) + ")");
      }
    }
    return never;
  }
}
