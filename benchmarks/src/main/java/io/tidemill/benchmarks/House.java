package io.tidemill.benchmarks;

import io.tidemill.agent.Agent;
import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DagFinder;
import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.dsl.Dag;
import io.tidemill.gateway.Gateway;
import io.tidemill.protocol.BundleFile;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.Runs;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The whole of Tidemill in this process: store, scheduler, gateway and agent, as the daemon puts them together.
final class House implements AutoCloseable {
  private final Path work;
  private final Store store;
  private final SchedulerNode node;
  private final ThreadedDriver driver;
  private final Agent agent;
  private final Deployments deployments;
  private final DagDirectory dags;
  private final Runs runs;

  House(Database database) throws IOException {
    work = Files.createTempDirectory("tidemill-benchmark-agent");
    store = Stores.open(database.config());
    dags = new DagDirectory(store.catalog(), store.partitions());
    Gateway gateway = new Gateway(dags);
    node = new SchedulerNode("benchmark", store, gateway);
    gateway.serve(node);
    driver = new ThreadedDriver(node, 2, Duration.ofMillis(50));
    node.takeOver(IntStream.range(0, store.partitions()).boxed().toList());
    driver.start();
    agent = new Agent(AgentConfig.of("in-process", work), why -> {
      throw new IllegalStateException(why);
    });
    agent.start(gateway.connect());
    deployments = new Deployments(store.catalog(), dags);
    runs = new Runs(node, dags);
  }

  /// Deploys the DAGs of a source file, each with an active version.
  List<Catalog.Dag> deploy(String name, String source) throws IOException {
    BundleFile file = new BundleFile(name, source.getBytes(StandardCharsets.UTF_8));
    BundleLoader loader = new BundleLoader(work.resolve("bundles"));
    List<Catalog.Dag> deployed = new ArrayList<>();
    try (LoadedBundle bundle = loader.load(loader.prepare(file))) {
      for (Dag<?> dag : DagFinder.find(bundle)) {
        deployments.deploy(dag.graph(), BundleLoader.hash(file.content()), name, file.content());
        Catalog.Dag found = dags.find(dag.id());
        if (found == null) {
          throw new IllegalStateException("Expected DAG '" + dag.id() + "' to be deployed");
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
    agent.close(Duration.ofSeconds(10));
  }

  Store store() {
    return store;
  }

  SchedulerNode node() {
    return node;
  }

  Runs runs() {
    return runs;
  }

  @Override public void close() {
    agent.close(Duration.ofSeconds(10));
    driver.close();
    store.close();
  }
}
