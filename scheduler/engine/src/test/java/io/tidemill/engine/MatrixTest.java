package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.sharded;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static io.tidemill.engine.TestPartition.VALUE;
import static io.tidemill.engine.TestPartition.failure;
import static io.tidemill.engine.TestPartition.permanent;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.fact.Failure.Kind;
import io.tidemill.engine.input.AgentReturned;
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
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every state of a task and of a shard × every input, the dull cells too. What follows is in golden files; that the facts fold
/// to the state is checked at each step.
class MatrixTest {
  /// The subject is `a`, or the sharded `s` with its first shard.
  private record Situation(String task, Supplier<TestPartition> reach) {}

  private static final Graph PLAIN = dag(task("u"), task("a").edge(EdgeKind.DATA, "u", "", "yes").retry(1),
      task("b").needs("a"), task("other"));
  private static final Graph LIMITED = dag(task("u"), task("a").needs("u").retry(1).timeouts(5_000, 1_000, 60_000),
      task("b").needs("a"), task("other"));
  private static final Graph PATIENT = dag(task("u"), task("a").needs("u").retry(1).waitForAgent(),
      task("b").needs("a"),
      task("other"));
  private static final Graph PATIENT_SHARDS = dag(task("u"), sharded("s").over("u").retry(1).waitForAgent(),
      task("b").needs("s"), task("other"));
  private static final Graph SHARDED = dag(task("u"), sharded("s").over("u").retry(1).timeouts(0, 50_000, 0), task("b")
      .needs("s"), task("other"));
  private static final Graph ALIGNED = dag(sharded("p"), sharded("s").aligned("p").retry(1), task("b").needs("s"),
      task("other"));

  private static final Graph CLEANING = dag(task("u"), task("a").after("u").rule(JoinRule.ALL_DONE).retry(1),
      task("b").needs("a"), task("other"));

  @Test void every_task_state_meets_every_input() {
    Map<String, Situation> situations = tasks();
    assertThat(states(situations)).as("states reached").isEqualTo(EnumSet.complementOf(EnumSet.of(TaskState.DEFERRED)));
    GoldenFile.check("task-matrix.txt", matrix(situations, inputs()));
  }

  @Test void every_shard_state_meets_every_input() {
    Map<String, Situation> situations = shards();
    Set<ShardState> reached = EnumSet.noneOf(ShardState.class);
    situations.values().forEach(s -> reached.add(s.reach().get().shards(s.task()).state(0)));
    assertThat(reached).isEqualTo(EnumSet.allOf(ShardState.class));
    GoldenFile.check("shard-matrix.txt", matrix(situations, inputs()));
  }

  private static Set<TaskState> states(Map<String, Situation> situations) {
    Set<TaskState> reached = EnumSet.noneOf(TaskState.class);
    situations.values().forEach(s -> reached.add(s.reach().get().state(s.task())));
    return reached;
  }

  private static String matrix(Map<String, Situation> situations, Map<String, Function<TestPartition, Input>> inputs) {
    StringBuilder text = new StringBuilder();
    situations.forEach((name, situation) -> {
      text.append("## ").append(name).append('\n');
      inputs.forEach((what, input) -> {
        TestPartition partition = situation.reach().get();
        Turn turn = partition.tell(input.apply(partition));
        text.append(what).append(": ").append(new TurnText(partition.run().compiled()).of(turn)).append('\n');
      });
      text.append('\n');
    });
    return text.toString();
  }

  private static TestPartition plain() {
    return TestPartition.running(PLAIN);
  }

  private static TestPartition queued(Graph graph) {
    TestPartition partition = TestPartition.running(graph);
    partition.succeed("u");
    return partition;
  }

  private static TestPartition then(TestPartition partition, java.util.function.Consumer<TestPartition> more) {
    more.accept(partition);
    return partition;
  }

  private static Map<String, Situation> tasks() {
    Map<String, Situation> all = new LinkedHashMap<>();
    put(all, "WAITING", "a", MatrixTest::plain);
    put(all, "READY", "a", () -> then(plain(), p -> {
      p.free = 0;
      p.succeed("u");
    }));
    put(all, "READY, queue timeout over", "a", () -> then(TestPartition.running(LIMITED), p -> {
      p.free = 0;
      p.succeed("u");
      p.now += 5_000;
    }));
    put(all, "QUEUED", "a", () -> queued(PLAIN));
    put(all, "QUEUED, queue timeout over", "a",
        () -> then(queued(LIMITED), p -> p.now += 5_000 + Deadlines.START_KNOWN_AFTER));
    put(all, "RUNNING", "a", () -> then(queued(PLAIN), p -> p.start("a")));
    put(all, "RUNNING, attempt timeout over", "a", () -> then(queued(LIMITED), p -> {
      p.start("a");
      p.now += 1_000;
    }));
    put(all, "RUNNING, total timeout over", "a", () -> then(queued(LIMITED), p -> {
      p.start("a");
      p.now += 60_000;
    }));
    put(all, "QUEUED, waits for its agent", "a", () -> queued(PATIENT));
    put(all, "RUNNING, waits for its agent", "a", () -> then(queued(PATIENT), p -> p.start("a")));
    put(all, "CANCELLING, waits for its agent", "a", () -> then(queued(PATIENT), TestPartition::cancel));
    put(all, "RETRY_WAIT", "a", () -> then(queued(PLAIN), p -> p.fail("a")));
    put(all, "RETRY_WAIT, due", "a", () -> then(queued(PLAIN), p -> {
      p.fail("a");
      p.now += 1_000;
    }));
    put(all, "CANCELLING, run cancelled", "a", () -> then(queued(PLAIN), TestPartition::cancel));
    put(all, "CANCELLING, attempt timeout", "a", () -> then(queued(LIMITED), p -> {
      p.start("a");
      p.pass(1_000);
    }));
    put(all, "CANCELLING, queue timeout", "a", () -> then(queued(LIMITED),
        p -> p.pass(5_000 + Deadlines.START_KNOWN_AFTER)));
    put(all, "WAITING, clean-up of a cancelled run", "a",
        () -> then(TestPartition.running(CLEANING), TestPartition::cancel));
    put(all, "QUEUED, clean-up of a cancelled run", "a", () -> then(queued(CLEANING), TestPartition::cancel));
    put(all, "CANCELLING, clean-up that was stopped too", "a", () -> then(queued(CLEANING), p -> {
      p.cancel();
      p.cancel();
    }));
    put(all, "SUCCESS", "a", () -> then(queued(PLAIN), p -> p.succeed("a")));
    put(all, "FAILED", "a", () -> then(queued(PLAIN), p -> p.fail("a", permanent())));
    put(all, "TIMED_OUT", "a", () -> then(queued(PLAIN), p -> {
      p.fail("a", failure(Kind.TIMED_OUT));
      p.pass(1_000);
      p.fail("a", failure(Kind.TIMED_OUT));
    }));
    put(all, "CANCELLED by its agent", "a", () -> then(queued(PLAIN), p -> p.fail("a", failure(Kind.CANCELLED))));
    put(all, "SKIPPED", "a", () -> then(plain(), p -> p.succeed("u", "no")));
    put(all, "UPSTREAM_FAILED", "a", () -> then(plain(), p -> p.fail("u")));
    put(all, "SUCCESS, run ended", "a", () -> then(queued(PLAIN), p -> {
      p.succeed("other");
      p.succeed("a");
      p.succeed("b");
    }));
    put(all, "FAILED, run ended", "a", () -> then(queued(PLAIN), p -> {
      p.succeed("other");
      p.fail("a", permanent());
    }));
    put(all, "CANCELLED, run ended", "a", () -> then(plain(), p -> {
      p.cancel();
      p.fail("u", failure(Kind.CANCELLED));
      p.fail("other", failure(Kind.CANCELLED));
    }));
    put(all, "QUEUED for its expansion", "s", () -> queued(SHARDED));
    put(all, "CANCELLING its expansion", "s", () -> then(queued(SHARDED), TestPartition::cancel));
    put(all, "RUNNING with shards", "s", () -> then(queued(SHARDED), p -> p.expand("s", 2)));
    put(all, "CANCELLING with shards", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.cancel();
    }));
    put(all, "OMITTED", "s",
        () -> then(queued(dag(task("u"), sharded("s").over("u").omitWhenEmpty(), task("b").needs("s"),
            task("other"))), p -> p.expand("s", 0)));
    return all;
  }

  private static Map<String, Situation> shards() {
    Map<String, Situation> all = new LinkedHashMap<>();
    put(all, "WAITING", "s", () -> then(TestPartition.running(ALIGNED), p -> p.expand("p", 2)));
    put(all, "OMITTED", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.succeed("s", 0, 1);
      p.succeed("b");
      p.succeed("other");
      p.rerun("u");
      p.succeed("u");
      p.expandAgain("s", 3, List.of(2, 1), List.of(1));
    }));
    put(all, "UPSTREAM_FAILED", "s", () -> then(TestPartition.running(ALIGNED), p -> {
      p.expand("p", 2);
      p.fail("p", 0);
    }));
    put(all, "READY", "s", () -> then(queued(SHARDED), p -> {
      p.free = 0;
      p.expand("s", 2);
    }));
    put(all, "ASSIGNED", "s", () -> then(queued(SHARDED), p -> p.expand("s", 2)));
    put(all, "ASSIGNED, waits for its agent", "s", () -> then(queued(PATIENT_SHARDS), p -> p.expand("s", 2)));
    put(all, "ASSIGNED, attempt timeout over", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.now += 50_000;
    }));
    put(all, "ASSIGNED, asked to stop after its timeout", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.pass(50_000);
    }));
    put(all, "ASSIGNED, run cancelled", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.cancel();
    }));
    put(all, "ASSIGNED, stopped by FAIL_FAST", "s",
        () -> then(
            queued(dag(task("u"), sharded("s").over("u").failFast().retry(1), task("b").needs("s"), task("other"))),
            p -> {
              p.expand("s", 3);
              p.fail("s", permanent(), 1);
            }));
    put(all, "RETRY_WAIT", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.fail("s", 0);
    }));
    put(all, "RETRY_WAIT, due", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.fail("s", 0);
      p.now += 1_000;
    }));
    put(all, "SUCCESS", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.succeed("s", 0);
    }));
    put(all, "FAILED", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.fail("s", permanent(), 0);
    }));
    put(all, "FAILED, run ended", "s", () -> then(queued(SHARDED), p -> {
      p.succeed("other");
      p.expand("s", 2);
      p.fail("s", permanent(), 0);
      p.succeed("s", 1);
    }));
    put(all, "TIMED_OUT", "s", () -> then(queued(dag(task("u"), sharded("s").over("u"), task("b").needs("s"))), p -> {
      p.expand("s", 2);
      p.fail("s", failure(Kind.TIMED_OUT), 0);
    }));
    put(all, "CANCELLED", "s", () -> then(queued(SHARDED), p -> {
      p.expand("s", 2);
      p.cancel();
      p.fail("s", failure(Kind.CANCELLED), 0);
    }));
    return all;
  }

  private static void put(Map<String, Situation> all, String name, String task, Supplier<TestPartition> reach) {
    all.put(name, new Situation(task, () -> {
      TestPartition partition = reach.get();
      partition.free = name.startsWith("READY") ? 0 : Integer.MAX_VALUE;
      return partition;
    }));
  }

  private static String subject(TestPartition partition) {
    return partition.run().compiled().task("s") == null ? "a" : "s";
  }

  private static Instance attempt(TestPartition partition) {
    Instance instance = partition.run().instance(partition.index(subject(partition)));
    return instance == null ? new Instance() : instance;
  }

  private static int index(TestPartition partition) {
    return partition.index(subject(partition));
  }

  private static long shardNonce(TestPartition partition) {
    ShardTable table = partition.run().table(index(partition));
    return table == null || table.size() == 0 ? 1 : table.nonce(0);
  }

  private static Input command(Command command) {
    return new CommandReceived("subject", command);
  }

  private static MarkTask marked(TestPartition partition, TaskState state, @Nullable Value output, boolean apply) {
    return new MarkTask(DAG, 1, subject(partition), state, output, "me", "by hand", apply, null, List.of());
  }

  private static Map<String, Function<TestPartition, Input>> inputs() {
    Map<String, Function<TestPartition, Input>> inputs = new LinkedHashMap<>();
    inputs.put("CancelRun", p -> command(new CancelRun(DAG, 1, null)));
    inputs.put("Rerun plan", p -> command(new Rerun(DAG, 1, List.of(), false, null)));
    inputs.put("Rerun apply", p -> command(new Rerun(DAG, 1, List.of(), true, null)));
    inputs.put("Rerun named", p -> command(new Rerun(DAG, 1, List.of(subject(p)), true, null)));
    inputs.put("MarkTask SKIPPED plan", p -> command(marked(p, TaskState.SKIPPED, null, false)));
    inputs.put("MarkTask SKIPPED", p -> command(marked(p, TaskState.SKIPPED, null, true)));
    inputs.put("MarkTask FAILED", p -> command(marked(p, TaskState.FAILED, null, true)));
    inputs.put("MarkTask SUCCESS", p -> command(marked(p, TaskState.SUCCESS, VALUE, true)));
    inputs.put("MarkTask SUCCESS without a value", p -> command(marked(p, TaskState.SUCCESS, null, true)));
    inputs.put("TaskStarted", p -> new TaskStarted(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce, 100));
    inputs.put("TaskSucceeded",
        p -> new TaskSucceeded(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce, VALUE, Timing.of(1, 2)));
    inputs.put("TaskSucceeded, other nonce",
        p -> new TaskSucceeded(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce + 1, VALUE, Timing.of(1, 2)));
    inputs.put("TaskSucceeded, other attempt",
        p -> new TaskSucceeded(DAG, 1, index(p), attempt(p).attempt - 1, attempt(p).nonce, VALUE, Timing.of(1, 2)));
    for (Kind kind : Kind.values()) {
      inputs.put("TaskFailed " + kind,
          p -> new TaskFailed(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce, failure(kind), Timing.of(1, 2)));
    }
    inputs.put("TaskFailed for good",
        p -> new TaskFailed(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce, permanent(), Timing.of(1, 2)));
    inputs.put("TaskExpanded",
        p -> new TaskExpanded(DAG, 1, index(p), attempt(p).attempt, attempt(p).nonce, 2, VALUE, VALUE));
    inputs.put("ShardsEnded, success",
        p -> new ShardsReported(DAG, 1, index(p), shardNonce(p), new int[]{0}, VALUE, List.of()));
    inputs.put("ShardsEnded, other nonce",
        p -> new ShardsReported(DAG, 1, index(p), shardNonce(p) + 1, new int[]{0}, VALUE, List.of()));
    for (Kind kind : Kind.values()) {
      inputs.put("ShardsEnded, " + kind, p -> new ShardsReported(DAG, 1, index(p), shardNonce(p), new int[0], VALUE,
          List.of(new Failed(0, failure(kind), Timing.of(1, 2)))));
    }
    inputs.put("ShardsEnded, failed for good",
        p -> new ShardsReported(DAG, 1, index(p), shardNonce(p), new int[0], VALUE,
            List.of(new Failed(0, permanent(), Timing.of(1, 2)))));
    inputs.put("SlotsFreed", p -> new SlotsFreed());
    inputs.put("SlotsFreed, 9 slots", p -> {
      p.free = 9;
      return new SlotsFreed();
    });
    inputs.put("TimersDue", p -> new TimersDue());
    inputs.put("AgentsGone, all", p -> AgentsGone.allBut(Set.of()));
    inputs.put("AgentsGone, others", p -> AgentsGone.allBut(Set.of(TestPartition.AGENT)));
    inputs.put("AgentsGone, unheard", p -> AgentsGone.unheard(Set.of(TestPartition.AGENT)));
    inputs.put("AgentsGone, others unheard", p -> AgentsGone.unheardAllBut(Set.of(TestPartition.AGENT)));
    inputs.put("AgentReturned, knows nothing", p -> new AgentReturned(TestPartition.AGENT, Set.of()));
    inputs.put("AgentReturned, knows it",
        p -> new AgentReturned(TestPartition.AGENT,
            Set.of(new AgentReturned.InventoryItem(DAG, 1, index(p), 1, attempt(p).nonce),
                new AgentReturned.InventoryItem(DAG, 1, index(p), 0, shardNonce(p)))));
    inputs.put("AgentReturned, another one", p -> new AgentReturned(99, Set.of()));
    inputs.put("AgentReturned, another one has it", p -> new AgentReturned(99, Set.of(
        new AgentReturned.InventoryItem(DAG, 1, index(p), 1, attempt(p).nonce))));
    inputs.put("AgentReturned, has what nobody gave it", p -> new AgentReturned(99, Set.of(
        new AgentReturned.InventoryItem(DAG, 1, 0, 1, 5))));
    inputs.put("AgentReturned, has a run that is not here", p -> new AgentReturned(TestPartition.AGENT, Set.of(
        new AgentReturned.InventoryItem(DAG, 9, 0, 1, 5))));
    return inputs;
  }
}
