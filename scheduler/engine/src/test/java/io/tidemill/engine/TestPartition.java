package io.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.ShardsReported.Failed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timer;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One partition with one DAG, driven input by input. Unless told otherwise it folds every fact into a second state as well,
/// and compares both after each turn.
public final class TestPartition {
  public static final int DAG = 1;
  public static final long AGENT = 7;
  public static final Trigger SLOT = new Trigger.Slot(new SlotRef("default", 900_000, 800_000, 900_000));
  public static final Value VALUE = Value.inline(new byte[]{1}, "");
  private static final Value KEYS = Value.stored(100, 10, "");

  public final PartitionState state;
  public final List<Timed> journal = new ArrayList<>();
  public final List<Effect> effects = new ArrayList<>();
  private final CompiledGraph compiled;
  private final Map<Integer, CompiledGraph> versions = new HashMap<>();
  private final PartitionState folded;
  private final boolean compare;
  public long now = 1_000_000;
  /// Slots that are free.
  public int free = Integer.MAX_VALUE;
  /// The agent that gives them.
  public long agent = AGENT;
  public long entropy = 1;
  private int commands;
  /// The run that is driven.
  public long number = 1;
  /// Labels that no agent carries.
  public final Set<String> missing = new HashSet<>();
  /// Where slots come from; by default [#free] ones of [#agent].
  public Capacity capacity = this::take;
  private Turn last;

  /// A fact and its time.
  public record Timed(Fact fact, long at) {}

  private TestPartition(Graph graph, boolean compare) {
    compiled = CompiledGraph.of(1, "bundle", graph);
    versions.put(1, compiled);
    state = fresh();
    folded = fresh();
    this.compare = compare;
    last = new Turn(state, now, Capacity.NONE, 0);
  }

  /// A partition that has one run of that graph.
  public static TestPartition running(Graph graph) {
    TestPartition partition = new TestPartition(graph, true);
    partition.create(null);
    return partition;
  }

  /// As [#running], without comparing: for what is large.
  public static TestPartition large(Graph graph) {
    TestPartition partition = new TestPartition(graph, false);
    partition.create(null);
    return partition;
  }

  /// As [#running], without a slot.
  public static TestPartition blocked(Graph graph) {
    TestPartition partition = new TestPartition(graph, true);
    partition.free = 0;
    partition.create(null);
    return partition;
  }

  /// A partition that has no run yet.
  public static TestPartition empty(Graph graph) {
    return new TestPartition(graph, true);
  }

  /// As [#empty], without comparing: for what the shell does to the state.
  public static TestPartition uncompared(Graph graph) {
    return new TestPartition(graph, false);
  }

  /// An empty state that knows the same graph.
  public PartitionState fresh() {
    return new PartitionState((dag, version) -> versions.getOrDefault(version, compiled), (dag, run, chunks) -> {
      RunState live = Objects.requireNonNull(state.run(dag, run));
      return Snapshots.copy(live);
    });
  }

  /// Makes another version known.
  public void deploy(int version, Graph graph) {
    versions.put(version, CompiledGraph.of(version, "bundle " + version, graph));
  }

  /// Sends a command that was never sent before.
  public Turn tell(Command command) {
    return tell(new CommandReceived("command-" + ++commands, command));
  }

  public Turn tell(Input input) {
    Turn turn = new Turn(state, now, capacity, entropy++);
    Engine.decide(input, turn);
    last = turn;
    for (Fact fact : turn.facts()) {
      journal.add(new Timed(fact, turn.now()));
      if (compare) {
        Applier.apply(folded, fact, turn.now());
      }
    }
    effects.addAll(turn.effects());
    if (compare) {
      assertThat(StateDump.of(folded)).as("what the facts fold to").isEqualTo(StateDump.of(state));
    }
    return turn;
  }

  private Capacity.Grant take(int wanted, Capacity.Demand demand) {
    int slots = demand.required().stream().anyMatch(missing::contains) ? 0 : Math.min(wanted, free);
    free -= slots;
    return slots == 0 ? Capacity.Grant.NONE : new Capacity.Grant(agent, slots);
  }

  public Reply create(String key) {
    return create(key, new Trigger.Manual("test"));
  }

  public Reply create(String key, Trigger trigger) {
    return Objects.requireNonNull(tell(new CreateRun(DAG, 1, key, VALUE, trigger)).reply());
  }

  /// A partition that has one run of that graph, of a slot.
  public static TestPartition ofSlot(Graph graph) {
    TestPartition partition = new TestPartition(graph, true);
    partition.create(null, SLOT);
    return partition;
  }

  /// The turn that was last.
  public Turn last() {
    return last;
  }

  public RunState run() {
    return state.existing(DAG, number);
  }

  public RunOutcome outcome() {
    return run().outcome();
  }

  public int index(String task) {
    RunState run = state.run(DAG, number);
    return Objects.requireNonNull((run == null ? compiled : run.compiled()).task(task), task).index();
  }

  public TaskState state(String task) {
    return run().state(index(task));
  }

  public Instance instance(String task) {
    return Objects.requireNonNull(run().instance(index(task)));
  }

  public ShardTable shards(String task) {
    return run().shards(index(task));
  }

  public List<ShardState> shardStates(String task) {
    ShardTable table = shards(task);
    return IntStream.range(0, table.size()).mapToObj(table::state).toList();
  }

  public Turn start(String task) {
    Instance i = instance(task);
    return tell(new TaskStarted(DAG, number, index(task), i.attempt, i.nonce, 0));
  }

  public Turn succeed(String task) {
    return succeed(task, "");
  }

  public Turn succeed(String task, String variant) {
    Instance i = instance(task);
    return tell(
        new TaskSucceeded(DAG, number, index(task), i.attempt, i.nonce, Value.inline(new byte[]{2}, variant),
            Timing.of(5_000, 7_000)));
  }

  public Turn fail(String task) {
    return fail(task, failure(Failure.Kind.FAILED));
  }

  public Turn fail(String task, Failure failure) {
    Instance i = instance(task);
    return tell(new TaskFailed(DAG, number, index(task), i.attempt, i.nonce, failure, Timing.of(5_000, 7_000)));
  }

  public Turn expand(String task, int count) {
    Instance i = instance(task);
    return tell(new TaskExpanded(DAG, number, index(task), i.attempt, i.nonce, count, KEYS, KEYS));
  }

  /// The task, which had shards before, is expanded again.
  ///
  /// @param order indexes of the shards that there are
  /// @param same those of them whose elements are what they were
  public Turn expandAgain(String task, int count, List<Integer> order, List<Integer> same) {
    Instance i = instance(task);
    return tell(new TaskExpanded(DAG, number, index(task), i.attempt, i.nonce, count, KEYS, KEYS,
        new TaskExpanded.Again(order.stream().mapToInt(Integer::intValue).toArray(),
            same.stream().mapToInt(Integer::intValue).toArray())));
  }

  public void succeed(String task, int... shards) {
    byNonce(task, shards).forEach((nonce, those) -> tell(new ShardsReported(DAG, number, index(task), nonce,
        those.stream().mapToInt(Integer::intValue).toArray(), VALUE, List.of())));
  }

  public void fail(String task, int... shards) {
    fail(task, failure(Failure.Kind.FAILED), shards);
  }

  public void fail(String task, Failure failure, int... shards) {
    byNonce(task, shards)
        .forEach((nonce, those) -> tell(new ShardsReported(DAG, number, index(task), nonce, new int[0], VALUE,
            those.stream().map(s -> new Failed(s, failure, Timing.of(1_000, 2_000))).toList())));
  }

  private Map<Long, List<Integer>> byNonce(String task, int... shards) {
    Map<Long, List<Integer>> byNonce = new LinkedHashMap<>();
    for (int shard : shards) {
      byNonce.computeIfAbsent(shards(task).nonce(shard), n -> new ArrayList<>()).add(shard);
    }
    return byNonce;
  }

  public void cancel() {
    tell(new CancelRun(DAG, number, "because"));
  }

  public Reply rerun() {
    return rerun(new String[0]);
  }

  public Reply rerun(String... tasks) {
    return Objects.requireNonNull(tell(new Rerun(DAG, number, List.of(tasks), true, null)).reply());
  }

  public Reply rerun(Rerun.Target... targets) {
    return rerun(0, targets);
  }

  public Reply rerun(int version, Rerun.Target... targets) {
    return Objects
        .requireNonNull(tell(new Rerun(DAG, number, List.of(targets), version, true, null, List.of())).reply());
  }

  public Reply planRerun(int version, Rerun.Target... targets) {
    return Objects
        .requireNonNull(tell(new Rerun(DAG, number, List.of(targets), version, false, null, List.of())).reply());
  }

  public Reply planRerun() {
    return planRerun(new String[0]);
  }

  public Reply planRerun(String... tasks) {
    return Objects.requireNonNull(tell(new Rerun(DAG, number, List.of(tasks), false, null)).reply());
  }

  public Reply mark(String task, TaskState state) {
    return mark(task, state, null, true, null);
  }

  public Reply mark(String task, TaskState state, Value output) {
    return mark(task, state, output, true, null);
  }

  public Reply mark(String task, TaskState state, @Nullable Value output, boolean apply, @Nullable String plan) {
    return Objects.requireNonNull(
        tell(new MarkTask(DAG, number, task, state, output, "me", "by hand", apply, plan, List.of())).reply());
  }

  /// Lets time pass; wakes the engine at each of its timers.
  public void pass(long millis) {
    long until = now + millis;
    for (Timer next = state.nextTimer(); next != null && next.at() <= until; next = state.nextTimer()) {
      now = Math.max(now, next.at());
      tell(new TimersDue());
    }
    now = until;
  }

  public static Failure failure(Failure.Kind kind) {
    return new Failure(kind, "E", "failed", "Test.java:2", "", true, -1);
  }

  public static Failure permanent() {
    return new Failure(Failure.Kind.FAILED, "E", "failed", "Test.java:2", "", false, -1);
  }

  public static Failure retryAfter(long millis) {
    return new Failure(Failure.Kind.FAILED, "E", "failed", "Test.java:2", "", true, millis);
  }

  /// Facts of a kind, oldest first.
  public <F extends Fact> List<F> facts(Class<F> kind) {
    return journal.stream().map(Timed::fact).filter(kind::isInstance).map(kind::cast).toList();
  }

  public <E extends Effect> List<E> effects(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
