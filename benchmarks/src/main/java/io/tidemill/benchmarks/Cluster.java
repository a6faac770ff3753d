package io.tidemill.benchmarks;

import io.tidemill.agent.Agent;
import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.remote.AgentServer;
import io.tidemill.gateway.remote.AgentServerConfig;
import io.tidemill.protocol.BundleFile;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.timing.QuartzSlotTimers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The whole of Tidemill as the daemon puts it together: store, scheduler and gateway in this process, the agent here or in a
/// process of its own.
final class Cluster implements AutoCloseable {
  private final Path work;
  private final Store store;
  private final Gateway gateway;
  private final SchedulerNode node;
  private final ThreadedDriver driver;
  private final @Nullable QuartzSlotTimers timers;
  private final @Nullable Agent agent;
  private final @Nullable AgentServer server;
  private final @Nullable AgentJvm remote;
  private final Deployments deployments;
  private final DagDirectory dags;
  private final Commands commands;
  private final AtomicLong submitted = new AtomicLong();

  Cluster(Database database) throws IOException {
    this(database, false);
  }

  /// @param ownProcess whether the agent has a process of its own and is reached over the network
  Cluster(Database database, boolean ownProcess) throws IOException {
    this(database, ownProcess, true);
  }

  /// @param quartz whether Quartz keeps time for schedules, as in the daemon, or the driver alone
  Cluster(Database database, boolean ownProcess, boolean quartz) throws IOException {
    work = Files.createTempDirectory("tidemill-benchmark-agent");
    store = Stores.open(database.config());
    dags = new DagDirectory(store.catalog(), store.partitions());
    gateway = new Gateway(dags);
    node = new SchedulerNode("benchmark", store, gateway);
    gateway.serve(node);
    timers = quartz ? QuartzSlotTimers.open(node::slotDue) : null;
    if (timers != null) {
      node.slotTimers(timers);
    }
    driver = new ThreadedDriver(node, 2, Duration.ofMillis(50));
    node.acquire(IntStream.range(0, store.partitions()).boxed().toList(), System.currentTimeMillis());
    driver.start();
    if (timers != null) {
      timers.start();
    }
    if (ownProcess) {
      agent = null;
      server = AgentServer.start(new AgentServerConfig("127.0.0.1", 0, null), gateway, new PermitAll());
      remote = AgentJvm.start(server.port(), "remote");
      while (gateway.agents().isEmpty()) {
        remote.check();
      }
    } else {
      server = null;
      remote = null;
      agent = new Agent(AgentConfig.of("in-process", work), why -> {
        throw new IllegalStateException(why);
      });
      agent.start(gateway.connect());
    }
    deployments = new Deployments(store.catalog(), dags, node.activeVersions()::tell);
    commands = new LocalCommands(node);
  }

  /// Deploys the DAGs of a source file, each with an active version.
  List<Catalog.Dag> deploy(String name, String source) throws IOException {
    BundleLoader loader = new BundleLoader(work.resolve("bundles"));
    List<Catalog.Dag> deployed = new ArrayList<>();
    try {
      PreparedBundle prepared = loader.prepare(new BundleFile(name, source.getBytes(StandardCharsets.UTF_8)));
      for (Graph graph : GraphExtraction.here(prepared)) {
        deployments.deploy(graph, prepared.hash(), name, prepared.file().content());
        Catalog.Dag found = dags.find(graph.dag());
        if (found == null) {
          throw new IllegalStateException("Expected DAG '" + graph.dag() + "' to be deployed");
        }
        deployed.add(found);
      }
    } catch (BundleException e) {
      throw new IOException(e.getMessage(), e);
    }
    return deployed;
  }

  /// Ends the agent, so that nothing starts any more.
  void takeNoWork() {
    if (agent != null) {
      agent.close(Duration.ofSeconds(10));
    }
    if (remote != null) {
      remote.close();
    }
  }

  /// Number of the agent's process.
  long agentPid() {
    return Objects.requireNonNull(remote).pid();
  }

  /// Port that agents connect to.
  int agentPort() {
    return Objects.requireNonNull(server).port();
  }

  /// How many agents are known.
  int agents() {
    return gateway.agents().size();
  }

  /// Processor time of the agent's process, 0 where it has none of its own.
  long agentCpuNanos() {
    return remote == null ? 0 : remote.cpuNanos();
  }

  Store store() {
    return store;
  }

  SchedulerNode node() {
    return node;
  }

  Commands commands() {
    return commands;
  }

  /// Asks for a run of the active version.
  CompletableFuture<Reply> create(Catalog.Dag dag, byte[] params) {
    return commands.submit(dag, new CommandId("benchmark-" + submitted.incrementAndGet()), new CreateRun(dag.number(),
        dag.active(), null, Value.inline(params, ""), new Trigger.Manual("benchmark")),
        RequestOrigin.here("benchmark"));
  }

  @Override public void close() {
    takeNoWork();
    if (server != null) {
      server.close();
    }
    driver.close();
    if (timers != null) {
      timers.close();
    }
    store.close();
  }
}
