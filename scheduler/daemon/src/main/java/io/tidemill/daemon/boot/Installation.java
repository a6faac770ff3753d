package io.tidemill.daemon.boot;

import io.tidemill.agent.Agent;
import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.AgentLimits;
import io.tidemill.console.view.BundleDeployer;
import io.tidemill.console.view.Changes;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.SchedulerOperations;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.deploy.FileDeployer;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.gateway.Gateway;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.config.StoreConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduler with its store and, where tasks shall run, an agent, all in this process.
///
/// Start order: lock, store, node, take-over, driver, agent. Stopped in the reverse; what runs gets a grace.
public final class Installation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  /// Longer than any agent goes on without its scheduler: those that have not come back by then will not.
  private static final Duration AGENTS_RETURN = Duration.ofSeconds(45);
  private static final Duration STOP_GRACE = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Operations operations;

  private Installation(DataDirectory directory, DaemonConfig config, Work work, boolean trusted, String verb) {
    boolean complete = false;
    try {
      opened.push(directory.lock(verb));
      LogFile.open(directory, opened);
      Store store = Stores.open(store(directory, config.database()));
      opened.push(store);
      DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
      Changes changes = new Changes();
      Gateway gateway = new Gateway(dags);
      SchedulerNode node = new SchedulerNode(verb + "-" + UUID.randomUUID(), store, gateway);
      gateway.serve(node);
      BundleDeployer deployer = new FileDeployer(directory.agent(), new Deployments(store.catalog(), dags), trusted);
      operations = new SchedulerOperations(node, dags, deployer, changes);
      if (work == Work.READ) {
        node.readQuarantines();
      } else {
        start(directory, config, work, node, gateway.connect(), dags, changes);
      }
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /// Opens everything for a verb that runs files of its own user: their DAGs are built in this process.
  public static Installation open(DataDirectory directory, DaemonConfig config, Work work, String verb) {
    return new Installation(directory, config, work, true, verb);
  }

  /// Opens everything for a daemon: DAGs are built in a process of their own.
  public static Installation serve(DataDirectory directory, DaemonConfig config, String verb) {
    return new Installation(directory, config, Work.RUN, false, verb);
  }

  private void start(DataDirectory directory, DaemonConfig config, Work work, SchedulerNode node,
      SchedulerLink link, DagDirectory dags, Changes changes) {
    node.takeOver(IntStream.range(0, node.partitions()).boxed().toList());
    ThreadedDriver driver = new ThreadedDriver(node, config.scheduler().threads(), config.scheduler().projectionRest());
    driver.start();
    opened.push(driver);
    Set<Long> alive = Set.of();
    if (work == Work.RUN) {
      WatchedLink watched = new WatchedLink(link, dags, changes);
      Agent agent = new Agent(AgentConfig.of("local", directory.agent())
          .withSlots(config.agent().slots())
          .withLimits(AgentLimits.DEFAULT.withStop(config.agent().stopGrace(), config.agent().haltAfter())),
          Installation::halt);
      agent.start(watched);
      opened.push(() -> agent.close(STOP_GRACE));
      alive = Set.of(watched.incarnation());
    }
    declareOthersGone(node, alive, config.database().embedded());
  }

  /// What agents of earlier processes had is lost and starts again. The embedded database has one process at a time, so they
  /// are certainly gone; on PostgreSQL they may still be about to return.
  private static void declareOthersGone(SchedulerNode node, Set<Long> alive, boolean certain) {
    AgentsGone gone = AgentsGone.allBut(alive);
    if (certain) {
      node.submitToAll(gone);
    } else {
      CompletableFuture.delayedExecutor(AGENTS_RETURN.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> node.submitToAll(gone));
    }
  }

  private static StoreConfig store(DataDirectory directory, DaemonConfig.Database database) {
    return database.embedded()
        ? EmbeddedConfig.in(directory.path())
        : PostgresConfig.at(database.url(), database.user(), database.password());
  }

  private static void halt(String reason) {
    LOG.error("This process ends because a task does not: {}", reason);
    System.err.println("✗ This process ends because a task does not: " + reason
        + "; a body should end when its thread is interrupted. The log of the attempt tells where it hangs");
    Runtime.getRuntime().halt(70);
  }

  /// What can be asked and ordered.
  public Operations operations() {
    return operations;
  }

  @Override public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("A part did not stop cleanly", e);
      }
    }
  }
}
