package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Executes bodies, or gives what the test says instead of them.
final class StubbedBodies<P> {
  private final Dag<P> dag;
  private final P params;
  private final Stubs script;
  private final ValueTable values;
  private final Trace story;

  StubbedBodies(Dag<P> dag, P params, Stubs script, ValueTable values, Trace story) {
    this.dag = dag;
    this.params = params;
    this.script = script;
    this.values = values;
    this.story = story;
  }

  /// The result of a task.
  Value call(TaskNode task, int attempt, List<TaskInput> inputs) throws Exception {
    throwIfToFail(task.id(), null);
    Stubs.Stub stub = script.stubOf(task.id(), null);
    Object result = stub != null
        ? stub.result()
        : dag.code(task.id()).call(context(task.id(), attempt, null, -1), objects(inputs));
    return values.put(result, variant(task, result));
  }

  /// The shards of a task.
  List<ShardElement> expand(TaskNode task, int attempt, List<TaskInput> inputs) throws Exception {
    throwIfToFail(task.id(), null);
    return ((ShardedCode) dag.code(task.id())).expand(context(task.id(), attempt, null, -1), objects(inputs));
  }

  /// The result of a shard.
  @Nullable Object call(TaskNode task, int attempt, String key, int shard, @Nullable Object element,
      List<TaskInput> inputs) throws Exception {
    throwIfToFail(task.id(), key);
    Stubs.Stub stub = script.stubOf(task.id(), key);
    if (stub != null) {
      return stub.result();
    }
    List<@Nullable Object> given = new ArrayList<>();
    given.add(element);
    given.addAll(objects(inputs));
    return dag.code(task.id()).call(context(task.id(), attempt, key, shard), given);
  }

  private void throwIfToFail(String task, @Nullable String shard) throws Exception {
    Throwable failure = script.nextFailure(task, shard);
    if (failure instanceof Exception exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private BodyContext<P> context(String task, int attempt, @Nullable String key, int shard) {
    String name = key == null ? task : task + "[" + key + "]";
    return new BodyContext<>(params, dag.id(), task, attempt, key, shard, new TraceLog(story, name));
  }

  private List<@Nullable Object> objects(List<TaskInput> inputs) {
    List<@Nullable Object> objects = new ArrayList<>(inputs.size());
    for (TaskInput input : inputs) {
      objects.add(switch (input) {
        case TaskInput.Single single -> values.get(single.value());
        case TaskInput.Sharded sharded -> new ReducedShards(sharded, values);
        case TaskInput.Ended ended ->
          new Outcome<>(Outcome.State.valueOf(ended.state().name()), values.get(ended.value()));
      });
    }
    return objects;
  }

  /// Name of the sealed variant a result is of, empty for other types.
  private static String variant(TaskNode task, @Nullable Object result) {
    for (Class<?> type = result == null ? null : result.getClass(); type != null; type = type.getSuperclass()) {
      if (task.variants().contains(type.getSimpleName())) {
        return type.getSimpleName();
      }
    }
    return "";
  }
}
