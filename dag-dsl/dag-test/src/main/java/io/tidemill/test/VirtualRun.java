package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.engine.Capacity;
import io.tidemill.engine.Engine;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of a DAG on the real engine with one virtual agent and a virtual clock. What happens next is what is due first, then
/// what was begun first.
final class VirtualRun<P> {
  private static final int NUMBER = 1;
  private static final long AGENT = 1;
  /// 2026-01-01T00:00:00Z, so that a story is the same every day.
  static final long START = 1_767_225_600_000L;

  private final Dag<P> dag;
  private final CompiledGraph compiled;
  private final Stubs script;
  private final Trace story;
  private final ValueTable values = new ValueTable();
  private final ValueCodec codec = new ValueCodec();
  private final StubbedBodies<P> bodies;
  private final PartitionState state;
  private final @Nullable P params;
  private final @Nullable Slot slot;
  private final PriorityQueue<Attempt> running = new PriorityQueue<>();
  private final Map<String, Throwable> failures = new HashMap<>();
  private int free;
  private long entropy;
  private final long start;
  private long now;
  private long begun;

  private static final Failure TOO_LONG = new Failure(Failure.Kind.TIMED_OUT, "", "Stopped, because it took too long",
      "", "", true, -1);

  /// An attempt that is with the agent.
  ///
  /// @param at when it ends
  /// @param order how many began before it
  /// @param end what it reports then: what its body did, or the failure it is given because it was stopped before
  private record Attempt(long at, long order, long nonce, Function<@Nullable Failure, Input> end)
      implements Comparable<Attempt> {
    @Override public int compareTo(Attempt other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  /// @param params parameters the run is given, null where they are made of the slot
  /// @param over parameters as `name=value` that win over those made of the slot
  /// @param slot the slot the run is of, null for a run started by hand
  /// @param start when it is created, in milliseconds since 1970
  VirtualRun(Dag<P> dag, Stubs script, @Nullable P params, List<String> over, @Nullable Slot slot, long start,
      int slots, long seed,
      PrintStream out) {
    this.start = start;
    now = start;
    this.dag = dag;
    this.script = script;
    this.params = params;
    this.slot = slot;
    compiled = script.compiled();
    free = slots;
    entropy = seed;
    story = new Trace(compiled, out, start);
    bodies = new StubbedBodies<>(dag, params, over, Optional.ofNullable(slot), script, values, story, codec);
    state = new PartitionState((dagNumber, version) -> compiled, (dagNumber, run, chunks) -> {
      throw new IllegalStateException("Expected every run to be in memory");
    });
  }

  Stubs script() {
    return script;
  }

  DagResult toEnd() {
    tell(new CommandReceived("start",
        new CreateRun(NUMBER, compiled.version(), null, given(), trigger())));
    RunState run = state.existing(NUMBER, NUMBER);
    while (run.outcome() == null) {
      long timer = state.timers().isEmpty() ? Long.MAX_VALUE : state.timers().first().at();
      Attempt next = running.peek();
      if (next != null && next.at() <= timer) {
        running.remove();
        now = next.at();
        story.at(now);
        free++;
        tell(next.end().apply(null));
      } else if (timer < Long.MAX_VALUE) {
        now = Math.max(now, timer);
        tell(new TimersDue());
      } else {
        throw new IllegalStateException("Expected the run to go on, but nothing is left to wait for\n" + story);
      }
    }
    return new DagResult(run, values, failures, now - start, story.toString());
  }

  private Trigger trigger() {
    return slot == null
        ? new Trigger.Manual("test")
        : new Trigger.Slot(new SlotRef(slot.schedule(), slot.time().toEpochMilli(),
            slot.intervalStart().toEpochMilli(), slot.intervalEnd().toEpochMilli()));
  }

  private Value given() {
    if (params == null) {
      return Value.NONE;
    }
    try {
      return values.put(codec.form(dag.paramsType()), params);
    } catch (ValueException e) {
      throw new IllegalArgumentException("Expected parameters that can travel, but: " + e.getMessage(), e);
    }
  }

  private void tell(Input input) {
    story.at(now);
    Turn turn = new Turn(state, now, this::take, entropy++);
    Engine.decide(input, turn);
    turn.facts().forEach(story::tell);
    turn.effects().forEach(this::act);
  }

  private Capacity.Grant take(int wanted, Capacity.Demand demand) {
    int slots = Math.min(wanted, free);
    free -= slots;
    return slots == 0 ? Capacity.Grant.NONE : new Capacity.Grant(AGENT, slots);
  }

  private void act(Effect effect) {
    switch (effect) {
      case AssignTask task -> begin(task);
      case AssignShards shards -> begin(shards);
      case StopAttempt stop -> stop(stop);
    }
  }

  private void begin(AssignTask assigned) {
    TaskNode task = compiled.task(assigned.task()).node();
    long millis = script.millis(task.id());
    running.add(new Attempt(now + millis, begun++, assigned.nonce(), stopped -> stopped == null
        ? execute(assigned, task, millis)
        : failed(assigned, stopped, millis)));
    if (millis > 0) {
      tell(new TaskStarted(NUMBER, NUMBER, assigned.task(), assigned.attempt(), assigned.nonce(), 0));
    }
  }

  private Input execute(AssignTask assigned, TaskNode task, long millis) {
    try {
      if (assigned.expand()) {
        List<ShardElement> shards = bodies.expand(task, assigned.attempt(), assigned.inputs());
        List<String> keys = shards.stream().map(ShardElement::key).toList();
        List<@Nullable Object> elements = new ArrayList<>();
        shards.forEach(shard -> elements.add(shard.value()));
        script.sawShards(task.id(), keys);
        story.keys(assigned.task(), keys);
        return new TaskExpanded(NUMBER, NUMBER, assigned.task(), assigned.attempt(), assigned.nonce(), keys.size(),
            values.putAll(codec.form(String.class), keys),
            values.putAll(codec.form(((ShardedCode) dag.code(task.id())).elementType()), elements));
      }
      Value result = task.kind() == TaskKind.SLOT_PARAMS
          ? bodies.slotParams(task, assigned.attempt())
          : bodies.call(task, assigned.attempt(), assigned.inputs());
      return new TaskSucceeded(NUMBER, NUMBER, assigned.task(), assigned.attempt(), assigned.nonce(), result,
          Timing.of(0, millis * 1_000));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failures.put(task.id(), e);
      return failed(assigned, failure(task, e), millis);
    }
  }

  private static Input failed(AssignTask assigned, Failure failure, long millis) {
    return new TaskFailed(NUMBER, NUMBER, assigned.task(), assigned.attempt(), assigned.nonce(), failure,
        Timing.of(0, millis * 1_000));
  }

  private void begin(AssignShards assigned) {
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
          running.add(new Attempt(now + limit, begun++, assigned.nonce(),
              stopped -> failed(assigned, index, stopped == null ? TOO_LONG : stopped, limit)));
          continue;
        }
        running.add(new Attempt(now + millis, begun++, assigned.nonce(), stopped -> stopped == null
            ? execute(assigned, task, names.get(index), index, span.attempt(), millis)
            : failed(assigned, index, stopped, millis)));
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
      return new ShardsReported(NUMBER, NUMBER, assigned.task(), assigned.nonce(), new int[]{shard},
          values.putAll(codec.form(dag.code(task.id()).resultType()), results),
          List.of());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failures.put(task.id() + "[" + key + "]", e);
      return failed(assigned, shard, failure(task, e), millis);
    }
  }

  private static Input failed(AssignShards assigned, int shard, Failure failure, long millis) {
    return new ShardsReported(NUMBER, NUMBER, assigned.task(), assigned.nonce(), new int[0], Value.NONE,
        List.of(new ShardsReported.Failed(shard, failure, Timing.of(0, millis * 1_000))));
  }

  /// Stops what has not ended; its bodies are not executed.
  private void stop(StopAttempt stop) {
    Failure failure = stop.timedOut()
        ? TOO_LONG
        : new Failure(Failure.Kind.CANCELLED, "", "Cancelled", "", "", true, -1);
    List<Attempt> stopped = new ArrayList<>();
    for (Iterator<Attempt> all = running.iterator(); all.hasNext();) {
      Attempt attempt = all.next();
      if (attempt.nonce() == stop.nonce()) {
        all.remove();
        stopped.add(attempt);
      }
    }
    stopped.sort(null);
    for (Attempt attempt : stopped) {
      running.add(new Attempt(now, attempt.order(), 0, ignored -> attempt.end().apply(failure)));
    }
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
