package io.tidemill.gateway.remote;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.SchedulerDirectory;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A scheduler with a server for agents, whose store outlives it. How long agents have been silent is for the test to say.
final class TestCluster implements AutoCloseable {
  private static final byte[] NO_PARAMS = "{}".getBytes(StandardCharsets.UTF_8);
  static final byte[] BUNDLE = "class Nothing {}".getBytes(StandardCharsets.UTF_8);

  /// Of the bundle of every DAG.
  static final String HASH = "b".repeat(64);

  static final AgentServerLimits LIMITS = AgentServerLimits.DEFAULT;

  static {
    // A bound for what has gone wrong, not for a busy machine.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }

  final Store store;
  final DagDirectory dags;
  final Gateway gateway;
  final SchedulerNode node;
  final AgentServer server;
  /// Monotonic time of the gateway in milliseconds.
  final AtomicLong millis = new AtomicLong();
  private final ThreadedDriver driver;

  TestCluster(Store store, int port, AgentServerLimits limits) throws IOException {
    this(store, port, limits, "test", IntStream.range(0, store.partitions()).boxed().toList(),
        SchedulerDirectory.ALONE);
  }

  /// One of several schedulers.
  ///
  /// @param partitions it owns at first
  TestCluster(Store store, int port, AgentServerLimits limits, String name, List<Integer> partitions,
      SchedulerDirectory directory) throws IOException {
    this.store = store;
    dags = new DagDirectory(store.catalog(), store.partitions());
    gateway = new Gateway(dags, millis::get);
    node = new SchedulerNode(name, store, gateway);
    gateway.serve(node, directory);
    node.listen((dag, run) -> TestSignals.happened());
    driver = new ThreadedDriver(node, 2, Duration.ofMillis(5));
    acquire(partitions);
    driver.start();
    server = AgentServer.start(new AgentServerConfig("127.0.0.1", port, null, limits), gateway, new Credentials());
  }

  static TestCluster start() throws IOException {
    return new TestCluster(new MemoryStore(8, InstantSource.system()), 0, LIMITS);
  }

  /// Takes partitions.
  void acquire(List<Integer> partitions) {
    node.acquire(partitions, System.currentTimeMillis());
  }

  /// Makes a DAG known.
  Catalog.Dag deploy(Dag<?> dag) {
    new Deployments(store.catalog(), dags).deploy(dag.graph(), HASH, "Nothing.java", BUNDLE);
    return Objects.requireNonNull(dags.find(dag.id()));
  }

  /// Creates a run.
  long create(Catalog.Dag dag) {
    return create(dag, NO_PARAMS);
  }

  /// Creates a run.
  long create(Catalog.Dag dag, byte[] params) {
    return ((RunAccepted) TestRuns.create(node, dag, null, params).join()).run();
  }

  /// The run as the tables have it.
  @Nullable RunRow run(Catalog.Dag dag, long run) {
    return store.queries().run(dag.number(), run);
  }

  boolean succeeded(Catalog.Dag dag, long run) {
    RunRow row = run(dag, run);
    return row != null && row.status() == RunStatus.SUCCESS;
  }

  /// The tasks of a run as the tables have them, none before its start is in them.
  List<TaskRow> tasks(Catalog.Dag dag, long run) {
    return store.queries().tasks(dag.number(), run);
  }

  TaskRow task(Catalog.Dag dag, long run, int task) {
    return tasks(dag, run).stream().filter(row -> row.task() == task).findFirst().orElseThrow();
  }

  @Override public void close() {
    server.close();
    driver.close();
  }

  /// The credential of an agent is its name behind `secret-`.
  static final class Credentials implements AgentAuthenticator {
    @Override public Joined join(String joinToken, String agentName, String credential) {
      return joinToken.equals("token")
          ? new Issued(agentName, "secret-" + agentName)
          : new Refused("Expected another token", false);
    }

    @Override public @Nullable String agent(String credential) {
      return credential.startsWith("secret-") ? credential.substring(7) : null;
    }

    @Override public @Nullable String agent(X509Certificate certificate) {
      return null;
    }
  }
}
