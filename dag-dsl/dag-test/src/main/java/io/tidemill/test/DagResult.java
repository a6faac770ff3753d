package io.tidemill.test;

import io.tidemill.dsl.value.ValueException;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a run of a [DagTest] ended. Every method that names a task throws [IllegalArgumentException] if there is none.
///
/// ```java
/// Dag<NoParams> dag = Dag.define("sum", d -> d.shard("part").overRange(0, 100, 50)
///     .run(Long.class, (ctx, part) -> part.size()));
///
/// DagResult result = DagTest.of(dag).failShard("part", "50..100", new IOException("no disk")).run();
///
/// assertEquals(RunOutcome.FAILED, result.status());
/// assertEquals(50, result.shardResult("part", "0..50", Long.class));
/// assertEquals("no disk", result.failure("part", "50..100").orElseThrow().getMessage());
/// ```
public final class DagResult {
  private final RunState run;
  private final ValueTable values;
  private final Map<String, Throwable> failures;
  private final long elapsed;
  private final String story;

  DagResult(RunState run, ValueTable values, Map<String, Throwable> failures, long elapsed, String story) {
    this.run = run;
    this.values = values;
    this.failures = failures;
    this.elapsed = elapsed;
    this.story = story;
  }

  /// How the run ended.
  public RunOutcome status() {
    RunOutcome outcome = run.outcome();
    if (outcome == null) {
      throw new IllegalStateException("Expected the run to have ended, but it has not\n" + story);
    }
    return outcome;
  }

  /// The result of a task that succeeded.
  ///
  /// @throws IllegalStateException if it did not, with the story of the run
  public <R> R result(String task, Class<R> type) {
    CompiledTask planned = task(task);
    Instance instance = run.instance(planned.index());
    if (state(task) != TaskState.SUCCESS || instance == null || planned.shard() != null) {
      throw new IllegalStateException("Expected a result of task '" + task + "', but it "
          + (planned.shard() != null ? "is sharded; ask for shardResult(task, key, type)" : "ended " + state(task))
          + "\n"
          + story);
    }
    return read(() -> values.get(instance.output), type, task);
  }

  /// Assets that the run updated, sorted: those of its tasks that succeeded. DAGs that run on them would be told.
  public SortedSet<String> updatedAssets() {
    TreeSet<String> assets = new TreeSet<>();
    for (CompiledTask task : run.compiled().tasks()) {
      if (run.state(task.index()) == TaskState.SUCCESS) {
        assets.addAll(task.node().produces());
      }
    }
    return assets;
  }

  /// The result of a shard that succeeded.
  ///
  /// @throws IllegalStateException if it did not, with the story of the run
  public <R> R shardResult(String task, String key, Class<R> type) {
    ShardState state = shardState(task, key);
    if (state != ShardState.SUCCESS) {
      throw new IllegalStateException(
          "Expected a result of shard '" + key + "' of task '" + task + "', but it ended " + state + "\n" + story);
    }
    int shard = keys(task).indexOf(key);
    return read(() -> values.result(run.shards(task(task).index()).blocks(), shard), type, task + "[" + key + "]");
  }

  private interface Stored {
    @Nullable Object get() throws ValueException;
  }

  private static <R> R read(Stored stored, Class<R> type, String of) {
    try {
      return cast(stored.get(), type, of);
    } catch (ValueException e) {
      throw new IllegalStateException("Expected a result of '" + of + "' that can be read, but: " + e.getMessage(), e);
    }
  }

  private static <R> R cast(@Nullable Object value, Class<R> type, String of) {
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "Expected the result of '" + of + "' to be a " + type.getTypeName() + ", but it is "
              + (value == null ? "null" : "a " + value.getClass().getTypeName()));
    }
    return type.cast(value);
  }

  /// State of a task.
  public TaskState state(String task) {
    return run.state(task(task).index());
  }

  /// States of the shards of a task by their keys, in the order of the shards; empty if it was never expanded.
  public Map<String, ShardState> shardStates(String task) {
    Map<String, ShardState> states = new LinkedHashMap<>();
    ShardTable table = run.table(task(task).index());
    List<String> keys = keys(task);
    for (int shard = 0; table != null && shard < table.size(); shard++) {
      states.put(keys.get(shard), table.state(shard));
    }
    return states;
  }

  /// State of a shard.
  ///
  /// @throws IllegalArgumentException if the task has no such shard
  public ShardState shardState(String task, String key) {
    ShardState state = shardStates(task).get(key);
    if (state == null) {
      throw new IllegalArgumentException(
          "Expected a shard '" + key + "' of task '" + task + "', but there are " + keys(task));
    }
    return state;
  }

  /// How many attempts a task took, 0 if none was made. (Of a sharded task: to expand it.)
  public int attempts(String task) {
    Instance instance = run.instance(task(task).index());
    return instance == null ? 0 : instance.attempt;
  }

  /// How many attempts a shard took.
  ///
  /// @throws IllegalArgumentException if the task has no such shard
  public int attempts(String task, String key) {
    shardState(task, key);
    return run.shards(task(task).index()).attempt(keys(task).indexOf(key));
  }

  /// What the latest failed attempt of a task threw, empty if none failed.
  public Optional<Throwable> failure(String task) {
    task(task);
    return Optional.ofNullable(failures.get(task));
  }

  /// What the latest failed attempt of a shard threw, empty if none failed.
  public Optional<Throwable> failure(String task, String key) {
    shardState(task, key);
    return Optional.ofNullable(failures.get(task + "[" + key + "]"));
  }

  /// How long the run took by the virtual clock.
  public Duration elapsed() {
    return Duration.ofMillis(elapsed);
  }

  /// What happened, line by line, for a look at a test that fails.
  public String story() {
    return story;
  }

  @Override public String toString() {
    return story;
  }

  /// Why the run was cancelled, empty unless it was.
  public Optional<String> cancelReason() {
    return Optional.ofNullable(run.cancelReason());
  }

  private List<String> keys(String task) {
    ShardTable table = run.table(task(task).index());
    return table == null ? List.of() : values.texts(table.keys());
  }

  private CompiledTask task(String id) {
    CompiledTask task = run.compiled().task(id);
    if (task == null) {
      throw new IllegalArgumentException("Expected a task of the DAG, but found '" + id + "'; there are "
          + run.compiled().tasks().stream().map(CompiledTask::id).toList());
    }
    return task;
  }
}
