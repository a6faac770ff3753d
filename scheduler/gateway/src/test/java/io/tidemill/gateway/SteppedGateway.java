package io.tidemill.gateway;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.memory.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A scheduler with one partition in one thread, on a clock that is set, and an agent that notes what it is given.
final class SteppedGateway implements AgentLink {
  long now = 1_000_000;
  final List<AttemptKey> assigned = new ArrayList<>();
  final List<AttemptKey> released = new ArrayList<>();
  final Gateway gateway;
  final SchedulerNode node;
  private final MemoryStore store = new MemoryStore(1, () -> Instant.ofEpochMilli(now));
  private final DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());

  SteppedGateway() {
    this(SchedulerDirectory.ALONE);
  }

  SteppedGateway(SchedulerDirectory directory) {
    gateway = new Gateway(dags, () -> now);
    node = new SchedulerNode("test", store, gateway);
    gateway.serve(node, directory);
    node.acquire(List.of(0), 0);
  }

  static AgentHello hello(long incarnation) {
    return hello("north", incarnation);
  }

  static AgentHello hello(String name, long incarnation) {
    return new AgentHello(name, incarnation, 1, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0);
  }

  void deploy(Dag<?> dag) {
    new Deployments(store.catalog(), dags).deploy(dag.graph(), "b".repeat(64), "One.java", new byte[1]);
  }

  void start(String dag) {
    var _ = TestRuns.create(node, Objects.requireNonNull(dags.find(dag)));
  }

  /// The scheduler after this one, on the same database.
  record Next(Gateway gateway, SchedulerNode node) {}

  Next next() {
    Gateway later = new Gateway(dags, () -> now);
    SchedulerNode successor = new SchedulerNode("next", store, later);
    later.serve(successor);
    successor.acquire(List.of(0), 0);
    return new Next(later, successor);
  }

  /// Another scheduler at the same time, which owns nothing yet.
  Next beside(SchedulerDirectory directory) {
    Gateway other = new Gateway(dags, () -> now);
    SchedulerNode second = new SchedulerNode("beside", store, other);
    other.serve(second, directory);
    return new Next(other, second);
  }

  /// Until there is nothing to do.
  void step() {
    step(node);
  }

  void step(SchedulerNode node) {
    boolean busy = true;
    while (busy) {
      while (node.inputs(0) > 0 && node.stepPartition(0, System.currentTimeMillis(), 1)) {
        // Decides everything before anything is committed.
      }
      busy = node.stepWriter() == StepResult.WORKED || node.inputs(0) > 0;
    }
  }

  @Override public void assign(List<Assignment> assignments) {
    assignments.forEach(each -> assigned.add(each.key()));
  }

  @Override public void acknowledge(long batch) {
    // Not looked at.
  }

  @Override public void stop(AttemptKey key, StopReason reason) {
    // Not looked at.
  }

  @Override public void release(List<AttemptKey> keys) {
    released.addAll(keys);
  }

  @Override public void opened() {
    // Nothing to say again.
  }

  @Override public void cutOff() {
    // It goes on.
  }
}
