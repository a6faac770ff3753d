package io.tidemill.benchmarks;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.Rerun;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One DAG in one partition that the benchmark's own thread steps, so that each step is measured alone: the decision about an
/// event, and the capture of what changed for the tables. Both hold the partition's lock.
final class Stepped implements AgentPort {
  private int commands;
  /// The one agent there seems to be.
  static final long AGENT = 7;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Slots that are free.
  int slots;
  /// Number of the run that is asked to run again or to be looked at.
  long run;
  /// What was assigned.
  final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private final Store store;
  private final Catalog.Dag dag;
  private final SchedulerNode node;
  private final Map<String, Double> longest = new LinkedHashMap<>();
  private long now = 1_750_000_000_000L;

  Stepped(Store store, Graph graph) {
    this.store = store;
    DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
    new Deployments(store.catalog(), dags).deploy(graph, "bundle", "bundle.jar", new byte[]{1});
    dag = Objects.requireNonNull(dags.find(graph.dag()));
    node = new SchedulerNode("stepped", store, this);
    node.acquire(List.of(dag.partition()), now);
  }

  Catalog.Dag dag() {
    return dag;
  }

  long newValueId() {
    return node.newValueId(dag.partition());
  }

  /// Forgets what was measured.
  void warm() {
    longest.clear();
  }

  void print(ResultLine line) {
    longest.forEach((what, took) -> line.put(what + "Ms", took));
    line.print(System.out);
  }

  /// Runs tasks of an ended run again; none: those that failed.
  Rerun rerun(List<String> tasks) {
    List<byte[]> chunks = store.queries().finalState(dag.number(), run).stream().map(RunChunk::bytes).toList();
    return new Rerun(dag.number(), run, tasks, true, null).with(chunks);
  }

  void expect(RunStatus status) {
    RunStatus found = Objects.requireNonNull(store.queries().run(dag.number(), run)).status();
    if (found != status) {
      throw new IllegalStateException("Expected run " + run + " to be " + status + ", but found " + found);
    }
  }

  /// Sends a command that was never sent before, commits what it led to, and writes the tables.
  void tell(String event, Command command) {
    tell(event, new CommandReceived("command-" + ++commands, command));
  }

  /// Decides an input, commits it, and writes the tables, each step for itself.
  void tell(String event, Input input) {
    decide(event, input);
    project(event);
  }

  /// Decides an input.
  void decide(String event, Input input) {
    node.submit(dag.partition(), input, List.of(), Completion.NONE);
    long begun = nanos();
    node.stepPartition(dag.partition(), ++now, now);
    longest.merge(event, (nanos() - begun) / 1e6, Math::max);
  }

  /// Commits what was decided.
  void commit() {
    while (node.hasToCommit()) {
      node.stepWriter();
    }
  }

  /// Writes the tables.
  void project(String event) {
    long begun = nanos();
    node.stepProjector(); // where something is not committed yet it only captures
    boolean captured = node.hasToCommit();
    if (captured) {
      longest.merge(event + "Captured", (nanos() - begun) / 1e6, Math::max);
    }
    commit();
    node.stepProjector();
    if (node.projected(dag.partition()) != node.durable(dag.partition())) {
      throw new IllegalStateException("Expected the tables to hold " + event);
    }
  }

  /// Processor time of this thread, so that other work on the machine counts less.
  private static long nanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  @Override public Capacity capacity() {
    return (wanted, demand) -> {
      int granted = Math.min(wanted, slots);
      slots -= granted;
      return granted == 0 ? Capacity.Grant.NONE : new Capacity.Grant(AGENT, granted);
    };
  }

  @Override public void perform(Effect effect, long epoch) {
    if (!(effect instanceof StopAttempt)) {
      effects.add(effect);
    }
  }

  @Override public void abandon(Effect effect) {
    throw new IllegalStateException("Expected to keep the partition, but found " + effect + " abandoned");
  }

  @Override public @Nullable String name(long incarnation) {
    return "agent";
  }
}
