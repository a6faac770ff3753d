package io.tidemill.engine;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentReturned.InventoryItem;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.ShardsReported.Failed;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A random DAG whose runs meet random agents: they work, fail, lose, repeat and reorder. The same seed gives the same world.
final class RandomWorld {
  private static final String[] VARIANTS = {"", "Yes", "No"};

  private final Random random;
  private final boolean ofSlot;
  final TestPartition partition;
  private final Consumer<TestPartition> afterTurn;
  private final List<Effect> held = new ArrayList<>();
  private int commands;
  private final List<Input> told = new ArrayList<>();
  private int taken;

  RandomWorld(long seed, Consumer<TestPartition> afterTurn) {
    random = new Random(seed);
    partition = TestPartition.empty(graph());
    partition.entropy = seed;
    ofSlot = random.nextBoolean();
    this.afterTurn = afterTurn;
  }

  /// Makes a mess for some turns, then lets everything end.
  void live() {
    partition.free = random.nextInt(4);
    partition.create("key", ofSlot ? TestPartition.SLOT : new Trigger.Manual("test"));
    turn();
    int turns = 10 + random.nextInt(120);
    for (int i = 0; i < turns; i++) {
      step();
    }
    heal();
    if (random.nextBoolean() && partition.rerun() != null) {
      turn();
      heal();
    }
  }

  private void heal() {
    partition.missing.clear();
    for (int i = 0; i < 5_000 && partition.outcome() == null; i++) {
      partition.free = Math.max(partition.free, 5);
      if (held.isEmpty()) {
        tell(new SlotsFreed());
        if (held.isEmpty()) {
          partition.now += 60_000;
          tell(new TimersDue());
        }
      } else {
        report(held.remove(random.nextInt(held.size())), false);
      }
    }
  }

  private void step() {
    partition.now += random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(300);
    switch (random.nextInt(14)) {
      case 0 -> {
        partition.free += random.nextInt(3);
        tell(new SlotsFreed());
      }
      case 1, 2 -> tell(new TimersDue());
      case 3 -> repeat();
      case 4 -> rarely();
      default -> {
        if (held.isEmpty()) {
          partition.free += 1;
          tell(new SlotsFreed());
        } else {
          report(held.get(random.nextInt(held.size())), true);
        }
      }
    }
  }

  private void rarely() {
    switch (random.nextInt(12)) {
      case 0 -> tell(command(new CancelRun(TestPartition.DAG, 1, "random")));
      case 1 -> {
        tell(AgentsGone.allBut(Set.of(partition.agent + 1)));
        partition.agent++;
        partition.free = random.nextInt(5);
      }
      case 2 -> tell(new AgentReturned(partition.agent, inventory()));
      case 5 -> tell(AgentsGone.unheard(Set.of(partition.agent)));
      case 6 -> partition.missing.add("gpu");
      case 7 -> partition.missing.clear();
      case 3 -> tell(command(new Rerun(TestPartition.DAG, 1, List.of(), true, null)));
      case 4 ->
        tell(command(new Rerun(TestPartition.DAG, 1,
            List.of("t" + random.nextInt(partition.run().compiled().size())), true, null)));
      case 8 -> mark();
      default -> {
        // Nothing happens.
      }
    }
  }

  private void mark() {
    var task = partition.run().compiled().task(random.nextInt(partition.run().compiled().size()));
    TaskState state = List.of(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED).get(random.nextInt(3));
    List<String> variants = task.node().variants();
    String variant = variants.isEmpty() ? "" : variants.get(random.nextInt(variants.size()));
    Value output = state == TaskState.SUCCESS && !task.node().resultType().equals("void")
        ? Value.inline(new byte[]{3}, variant)
        : null;
    tell(command(new MarkTask(TestPartition.DAG, 1, task.id(), state, output, "me", "random", true, null, List.of())));
  }

  /// Some of what was sent, and something that never was.
  private Set<InventoryItem> inventory() {
    Set<InventoryItem> inventory = new HashSet<>();
    for (Effect effect : held) {
      if (effect instanceof AssignTask task && random.nextBoolean()) {
        inventory.add(new InventoryItem(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce()));
      } else if (effect instanceof AssignShards shards && random.nextBoolean()) {
        inventory.add(new InventoryItem(TestPartition.DAG, 1, shards.task(), 0, shards.nonce()));
      }
    }
    if (random.nextBoolean()) {
      inventory.add(new InventoryItem(TestPartition.DAG, 1, 0, random.nextInt(3), random.nextInt(3)));
    }
    return inventory;
  }

  private void repeat() {
    if (!told.isEmpty()) {
      tell(told.get(random.nextInt(told.size())));
    }
  }

  private Input command(Command command) {
    return new CommandReceived("random-" + ++commands, command);
  }

  private void tell(Input input) {
    partition.tell(input);
    turn();
  }

  private void turn() {
    held.addAll(partition.effects.subList(taken, partition.effects.size()));
    taken = partition.effects.size();
    afterTurn.accept(partition);
  }

  /// An agent answers what it was sent.
  private void report(Effect effect, boolean mayFail) {
    Input input = switch (effect) {
      case AssignTask task -> answer(task, mayFail);
      case AssignShards shards -> answer(shards, mayFail);
      case StopAttempt stop -> answer(stop);
    };
    if (!(input instanceof TaskStarted)) {
      held.remove(effect);
      partition.free++;
      told.add(input);
    }
    tell(input);
  }

  private Input answer(AssignTask task, boolean mayFail) {
    RunState run = partition.run();
    int dice = random.nextInt(10);
    if (mayFail && dice == 0) {
      return new TaskStarted(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce(), random.nextInt(1_000));
    }
    if (mayFail && dice <= 3) {
      return new TaskFailed(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce(), failure(),
          Timing.of(0, random.nextInt(9_000)));
    }
    if (task.expand() || run.compiled().task(task.task()).shard() != null) {
      return expanded(task);
    }
    return new TaskSucceeded(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce(), value(),
        Timing.of(0, random.nextInt(9_000)));
  }

  private Input expanded(AssignTask task) {
    AssignTask.Previous previous = task.previous();
    if (previous == null || random.nextInt(4) == 0) {
      return new TaskExpanded(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce(), random.nextInt(7),
          value(), value());
    }
    int count = previous.count() + random.nextInt(3);
    List<Integer> order = new ArrayList<>();
    List<Integer> same = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      if (shard >= previous.count() || random.nextInt(3) > 0) {
        order.add(shard);
        if (shard < previous.count() && random.nextBoolean()) {
          same.add(shard);
        }
      }
    }
    Collections.shuffle(order, random);
    return new TaskExpanded(TestPartition.DAG, 1, task.task(), task.attempt(), task.nonce(), count, value(), value(),
        new TaskExpanded.Again(order.stream().mapToInt(Integer::intValue).toArray(),
            same.stream().mapToInt(Integer::intValue).toArray()));
  }

  private Input answer(AssignShards shards, boolean mayFail) {
    List<Integer> succeeded = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    shards.spans().forEach(span -> {
      for (int shard = span.first(); shard < span.end(); shard++) {
        if (mayFail && random.nextInt(3) == 0) {
          failed.add(new Failed(shard, failure(), Timing.NONE));
        } else {
          succeeded.add(shard);
        }
      }
    });
    return new ShardsReported(TestPartition.DAG, 1, shards.task(), shards.nonce(),
        succeeded.stream().mapToInt(Integer::intValue).toArray(), value(), failed);
  }

  private Input answer(StopAttempt stop) {
    Failure failure = TestPartition.failure(stop.timedOut() ? Kind.TIMED_OUT : Kind.CANCELLED);
    if (stop.attempt() > 0) {
      return new TaskFailed(TestPartition.DAG, 1, stop.task(), stop.attempt(), stop.nonce(), failure, Timing.NONE);
    }
    List<Failed> failed = new ArrayList<>();
    ShardTable table = partition.run().table(stop.task());
    for (int shard = 0; table != null && shard < table.size(); shard++) {
      failed.add(new Failed(shard, failure, Timing.NONE));
    }
    return new ShardsReported(TestPartition.DAG, 1, stop.task(), stop.nonce(), new int[0], value(), failed);
  }

  private Failure failure() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Failure(kind, "E", "m", "", "", random.nextInt(4) > 0,
        random.nextInt(5) == 0 ? random.nextInt(5_000) : -1);
  }

  private Value value() {
    return Value.inline(new byte[]{(byte) random.nextInt(5)}, VARIANTS[random.nextInt(VARIANTS.length)]);
  }

  private Graph graph() {
    int size = 1 + random.nextInt(8);
    List<TaskSpec> tasks = new ArrayList<>();
    TreeSet<Integer> sharded = new TreeSet<>();
    for (int i = 0; i < size; i++) {
      tasks.add(task(i, sharded));
    }
    long deadline = random.nextInt(4) == 0 ? 30_000 : 0;
    return random.nextInt(4) == 0
        ? TaskSpec.slotDag(deadline, tasks.toArray(TaskSpec[]::new))
        : TaskSpec.dag(deadline, tasks.toArray(TaskSpec[]::new));
  }

  private TaskSpec task(int index, TreeSet<Integer> sharded) {
    List<Integer> before = new ArrayList<>();
    for (int from = 0; from < index; from++) {
      if (random.nextInt(3) == 0) {
        before.add(from);
      }
    }
    int kind = random.nextInt(10);
    TaskSpec spec;
    if (kind == 0 && !before.isEmpty()) {
      spec = TaskSpec.join("t" + index);
    } else if (kind <= 4) {
      spec = TaskSpec.sharded("t" + index);
      policy(spec);
      Integer aligned = sharded.isEmpty() || random.nextBoolean() ? null : sharded.last();
      if (aligned != null) {
        spec.aligned("t" + aligned);
        before.remove(aligned);
      }
      sharded.add(index);
    } else {
      spec = TaskSpec.task("t" + index);
    }
    edges(spec, before, kind == 0);
    options(spec);
    return spec;
  }

  private void edges(TaskSpec spec, List<Integer> before, boolean join) {
    boolean ordered = random.nextBoolean();
    if (ordered && !join) {
      spec.rule(JoinRule.values()[random.nextInt(JoinRule.values().length)]);
    }
    for (int from : before) {
      EdgeKind kind = !ordered || join ? EdgeKind.DATA : random.nextBoolean() ? EdgeKind.ORDER : EdgeKind.OUTCOME;
      spec.edge(kind, "t" + from, random.nextInt(5) == 0 ? new String[]{"Yes"} : new String[0]);
    }
  }

  private void policy(TaskSpec spec) {
    switch (random.nextInt(4)) {
      case 0 -> spec.failFast();
      case 1 -> spec.maxFailedShards(random.nextInt(3));
      case 2 -> spec.maxFailedFraction(random.nextDouble());
      default -> {
        // All, then fail.
      }
    }
    spec.concurrency(random.nextInt(4)).totalRetries(random.nextInt(4));
    if (random.nextBoolean()) {
      spec.omitWhenEmpty();
    }
    if (random.nextInt(5) == 0) {
      spec.maxShards(4);
    }
  }

  private void options(TaskSpec spec) {
    spec.retry(
        new RetryNode(1 + random.nextInt(3), random.nextInt(3_000), 1 + random.nextInt(2), 4_000, random.nextDouble()));
    if (random.nextInt(3) == 0) {
      spec.timeouts(random.nextInt(3) * 4_000L, random.nextInt(3) * 4_000L, random.nextInt(3) * 10_000L);
    }
    if (random.nextInt(5) == 0) {
      spec.allowFailure();
    }
    spec.priority(random.nextInt(3));
    if (random.nextInt(4) == 0) {
      spec.requireLabels("gpu").preferLabels("near");
    }
    if (random.nextInt(4) == 0) {
      spec.waitForAgent();
    }
  }
}
