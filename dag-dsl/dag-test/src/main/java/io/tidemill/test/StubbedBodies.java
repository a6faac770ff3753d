package io.tidemill.test;

import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Executes bodies, or gives what the test says instead of them.
final class StubbedBodies<P> {
  private final Dag<P> dag;
  private final long run;
  private @Nullable P params;
  private final List<String> over;
  private final Optional<Slot> slot;
  private final List<AssetUpdates> updates;
  private final Stubs script;
  private final ValueTable values;
  private final Trace story;
  private final ValueCodec codec;

  /// @param run number of the run
  /// @param params null where they are made of the slot
  /// @param over parameters as `name=value` that win over those
  StubbedBodies(Dag<P> dag, long run, @Nullable P params, List<String> over, Optional<Slot> slot,
      List<AssetUpdates> updates, Stubs script, ValueTable values, Trace story, ValueCodec codec) {
    this.dag = dag;
    this.run = run;
    this.params = params;
    this.over = over;
    this.slot = slot;
    this.updates = updates;
    this.script = script;
    this.values = values;
    this.story = story;
    this.codec = codec;
  }

  /// The result of a task.
  Value call(TaskNode task, int attempt, List<TaskInput> inputs) throws Exception {
    throwIfToFail(task.id(), null);
    Stubs.Stub stub = script.stubOf(task.id(), null);
    Object result = stub != null
        ? stub.result()
        : dag.code(task.id()).call(context(task.id(), attempt, null, -1), objects(inputs));
    return values.put(codec.form(dag.code(task.id()).resultType()), result);
  }

  /// The parameters that are made of the slot; bodies have them from now on.
  Value slotParams(TaskNode task, int attempt) throws Exception {
    throwIfToFail(task.id(), null);
    P given = new RunParams<>(dag).all(over);
    P checked = given == null ? made(task, attempt) : given;
    params = checked;
    return values.put(codec.form(dag.paramsType()), checked);
  }

  /// The parameters as the DAG makes them of the slot; those that are given win.
  private P made(TaskNode task, int attempt) throws Exception {
    Stubs.Stub stub = script.stubOf(task.id(), null);
    Object made = stub != null
        ? stub.result()
        : dag.code(task.id()).call(context(task.id(), attempt, null, -1), List.of());
    return new RunParams<>(dag).of(Objects.requireNonNull(dag.paramsType().cast(made)), over);
  }

  private P params() {
    if (params == null) {
      throw new IllegalStateException("Expected a body that runs once the parameters are made of the slot.");
    }
    return params;
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
    return new BodyContext<>(this::params, slot, updates, dag.id(), run, task, attempt, key, shard,
        new TraceLog(story, name));
  }

  private List<@Nullable Object> objects(List<TaskInput> inputs) throws ValueException {
    List<@Nullable Object> objects = new ArrayList<>(inputs.size());
    for (TaskInput input : inputs) {
      objects.add(switch (input) {
        case TaskInput.Single single -> values.get(single.value());
        case TaskInput.Sharded sharded -> new ReducedShards(sharded, values);
        case TaskInput.Ended ended ->
          new Outcome<>(Outcome.State.valueOf(ended.state().name()),
              ended.value() == null ? null : values.get(ended.value()));
      });
    }
    return objects;
  }
}
