package io.tidemill.gateway.remote;

import io.tidemill.dsl.Dag;
import io.tidemill.gateway.AgentFailureDetector;
import io.tidemill.gateway.SchedulerDirectory;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// Two schedulers on one store: the first owns the partition of the DAG `mine`, the second all others, that of `yours` among them.
final class SeveralSchedulers implements AutoCloseable {
  static final int PARTITIONS = 8;

  final Store store = new MemoryStore(PARTITIONS, InstantSource.system());
  final List<SchedulerAddress> addresses = new CopyOnWriteArrayList<>();
  final Catalog.Dag mine;
  final Catalog.Dag yours;
  final TestCluster first;
  final TestCluster second;
  private final List<AutoCloseable> opened = new ArrayList<>();

  SeveralSchedulers() throws IOException {
    DagDirectory dags = new DagDirectory(store.catalog(), PARTITIONS);
    mine = deploy(dags, "mine");
    yours = deploy(dags, IntStream.range(0, 100)
        .mapToObj(i -> "yours" + i)
        .filter(id -> deploy(dags, id).partition() != mine.partition())
        .findFirst()
        .orElseThrow());
    first = open("first", List.of(mine.partition()));
    second = open("second", others());
  }

  /// All partitions but that of `mine`.
  List<Integer> others() {
    return IntStream.range(0, PARTITIONS).boxed().filter(each -> each != mine.partition()).toList();
  }

  private Catalog.Dag deploy(DagDirectory dags, String id) {
    Dag<?> dag = Dag.define(id, d -> d.task("only").exec(ctx -> {}));
    new Deployments(store.catalog(), dags).deploy(dag.graph(), TestCluster.HASH, "Nothing.java", TestCluster.BUNDLE);
    return Objects.requireNonNull(dags.find(id));
  }

  /// Starts a scheduler, which the others tell of from now on.
  TestCluster open(String name, List<Integer> partitions) throws IOException {
    return open(name, partitions, 0);
  }

  TestCluster open(String name, List<Integer> partitions, int port) throws IOException {
    TestCluster cluster = new TestCluster(store, port, TestCluster.LIMITS, name, partitions, new SchedulerDirectory() {
      @Override public String self() {
        return name;
      }

      @Override public List<SchedulerAddress> schedulers() {
        return List.copyOf(addresses);
      }
    });
    opened.add(cluster);
    addresses.add(new SchedulerAddress(name, "127.0.0.1", cluster.server.port(), ""));
    return cluster;
  }

  /// What a scheduler does about every second.
  static AgentFailureDetector watch(TestCluster cluster) {
    return new AgentFailureDetector(cluster.gateway, cluster.millis::get, AgentFailureDetector.LOST_AFTER);
  }

  /// An agent that asks the first scheduler first.
  TestAgent agent(String name, long incarnation) {
    return agent(new AgentHello(name, incarnation, 4, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0));
  }

  TestAgent agent(AgentHello hello) {
    return new TestAgent(hello, List.of(first.server.port()), "secret-" + hello.name()).start();
  }

  @Override public void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }
}
