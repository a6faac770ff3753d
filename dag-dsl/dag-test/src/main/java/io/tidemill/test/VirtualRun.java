package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a DAG on a virtual scheduler: executes its bodies, and keeps what came of them.
final class VirtualRun<P> {
  static final Failure TOO_LONG = new Failure(Failure.Kind.TIMED_OUT, "", "Stopped, because it took too long", "", "",
      true, -1);

  private final int number;
  private final Dag<P> dag;
  private final CompiledGraph compiled;
  private final Stubs script;
  private final Trace story;
  private final ValueTable values;
  private final ValueCodec codec = new ValueCodec();
  private final StubbedBodies<P> bodies;
  private final Map<String, Throwable> failures = new HashMap<>();
  private final RunState run;
  private final Optional<Slot> slot;
  private final long start;

  /// @param number number of the DAG
  /// @param slot the slot the run is of, null where it is of none
  /// @param params parameters the run is given, null where they are made of the slot
  /// @param over parameters as `name=value` that win over those made of the slot
  /// @param start when it is created, in milliseconds since 1970
  VirtualRun(int number, Dag<P> dag, Stubs script, RunState run, @Nullable Slot slot, @Nullable P params,
      List<String> over, ValueTable values, long start, String name, PrintStream out) {
    this.number = number;
    this.dag = dag;
    this.script = script;
    this.run = run;
    this.slot = Optional.ofNullable(slot);
    this.values = values;
    this.start = start;
    compiled = script.compiled();
    story = new Trace(compiled, out, start, name);
    bodies = new StubbedBodies<>(dag, run.number(), params, over, this.slot,
        VirtualDag.updates(run.trigger()), script, values, story, codec);
  }

  Stubs script() {
    return script;
  }

  String dag() {
    return dag.id();
  }

  RunState run() {
    return run;
  }

  Optional<Slot> slot() {
    return slot;
  }

  /// When it was created, in milliseconds since 1970.
  long start() {
    return start;
  }

  /// How it stands.
  DagResult result(long now) {
    long end = run.outcome() == null ? now : run.endedAt();
    return new DagResult(run, values, failures, end - start, story.toString());
  }

  /// Notes what happened in it.
  void tell(Fact fact, long now) {
    story.at(now);
    story.tell(fact);
  }

  /// How long the attempts of a task take, in milliseconds.
  long millis(AssignTask assigned) {
    return script.millis(compiled.task(assigned.task()).id());
  }

  void begin(AssignTask assigned, VirtualAgent agent, long now) {
    TaskNode task = compiled.task(assigned.task()).node();
    long millis = script.millis(task.id());
    agent.begin(now + millis, assigned.nonce(), stopped -> stopped == null
        ? execute(assigned, task, now + millis, millis)
        : failed(assigned, stopped, millis));
  }

  private Input execute(AssignTask assigned, TaskNode task, long now, long millis) {
    story.at(now);
    try {
      if (assigned.expand()) {
        List<ShardElement> shards = bodies.expand(task, assigned.attempt(), assigned.inputs());
        List<String> keys = shards.stream().map(ShardElement::key).toList();
        List<@Nullable Object> elements = new ArrayList<>();
        shards.forEach(shard -> elements.add(shard.value()));
        script.sawShards(task.id(), keys);
        story.keys(assigned.task(), keys);
        return new TaskExpanded(number, run.number(), assigned.task(), assigned.attempt(), assigned.nonce(),
            keys.size(),
            values.putAll(codec.form(String.class), keys),
            values.putAll(codec.form(((ShardedCode) dag.code(task.id())).elementType()), elements));
      }
      Value result = task.kind() == TaskKind.SLOT_PARAMS
          ? bodies.slotParams(task, assigned.attempt())
          : bodies.call(task, assigned.attempt(), assigned.inputs());
      return new TaskSucceeded(number, run.number(), assigned.task(), assigned.attempt(), assigned.nonce(), result,
          Timing.of(0, millis * 1_000));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failures.put(task.id(), e);
      return failed(assigned, failure(task, e), millis);
    }
  }

  private Input failed(AssignTask assigned, Failure failure, long millis) {
    return new TaskFailed(number, run.number(), assigned.task(), assigned.attempt(), assigned.nonce(), failure,
        Timing.of(0, millis * 1_000));
  }

  void begin(AssignShards assigned, VirtualAgent agent, long now) {
    TaskNode task = compiled.task(assigned.task()).node();
    long millis = script.millis(task.id());
    // Of shards the agent watches it, which this class stands for.
    long limit = task.timeouts().attemptMillis();
    List<String> names = values.texts(assigned.keys());
    script.sawShards(task.id(), names);
    story.keys(assigned.task(), names);
    for (AssignShards.Span span : assigned.spans()) {
      for (int shard = span.first(); shard < span.end(); shard++) {
        int index = shard;
        if (limit > 0 && millis > limit) {
          agent.begin(now + limit, assigned.nonce(),
              stopped -> failed(assigned, index, stopped == null ? TOO_LONG : stopped, limit));
          continue;
        }
        agent.begin(now + millis, assigned.nonce(), stopped -> {
          story.at(now + millis);
          return stopped == null
              ? execute(assigned, task, names.get(index), index, span.attempt(), millis)
              : failed(assigned, index, stopped, millis);
        });
      }
    }
  }

  private Input execute(AssignShards assigned, TaskNode task, String key, int shard, int attempt,
      long millis) {
    try {
      Object element = assigned.aligned() == null
          ? values.get(assigned.elements(), shard)
          : values.result(assigned.aligned(), shard);
      List<@Nullable Object> results = new ArrayList<>();
      results.add(bodies.call(task, attempt, key, shard, element, assigned.inputs()));
      return new ShardsReported(number, run.number(), assigned.task(), assigned.nonce(), new int[]{shard},
          values.putAll(codec.form(dag.code(task.id()).resultType()), results),
          List.of());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failures.put(task.id() + "[" + key + "]", e);
      return failed(assigned, shard, failure(task, e), millis);
    }
  }

  private Input failed(AssignShards assigned, int shard, Failure failure, long millis) {
    return new ShardsReported(number, run.number(), assigned.task(), assigned.nonce(), new int[0], Value.NONE,
        List.of(new ShardsReported.Failed(shard, failure, Timing.of(0, millis * 1_000))));
  }

  private Failure failure(TaskNode task, Throwable thrown) {
    FailureVerdict verdict = dag.code(task.id()).judge(thrown);
    String message = thrown.getMessage() == null ? "" : thrown.getMessage();
    return new Failure(Failure.Kind.FAILED, thrown.getClass().getSimpleName(), message, place(thrown), "",
        verdict.retryable(), verdict.afterMillis());
  }

  /// The first line of the user's code in a stack trace.
  private static String place(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      boolean ours = type.startsWith("io.tidemill.dsl.") || type.startsWith("io.tidemill.engine.")
          || type.startsWith("java.") || type.startsWith("jdk.");
      if (!ours && frame.getFileName() != null) {
        return frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }
}
