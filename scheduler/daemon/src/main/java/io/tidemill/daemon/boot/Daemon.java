package io.tidemill.daemon.boot;

import io.tidemill.agent.Agent;
import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.ExitNote;
import io.tidemill.api.Operations;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.service.EventBus;
import io.tidemill.api.service.SchedulerOperations;
import io.tidemill.cluster.ClusterNode;
import io.tidemill.console.session.CallerLookup;
import io.tidemill.daemon.agent.ServerAgent;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.deploy.FileDeployer;
import io.tidemill.daemon.deploy.FileDeployer.ExtractionPolicy;
import io.tidemill.daemon.identity.AccessRegistry;
import io.tidemill.daemon.identity.AccessTokenAdmin;
import io.tidemill.daemon.identity.AgentAdmin;
import io.tidemill.daemon.identity.AgentRegistry;
import io.tidemill.daemon.identity.TokenAdmin;
import io.tidemill.gateway.AgentFailureDetector;
import io.tidemill.gateway.AgentMonitorTimer;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.Placement;
import io.tidemill.gateway.SchedulerDirectory;
import io.tidemill.gateway.WorkRebalancer;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.config.StoreConfig;
import io.tidemill.timing.QuartzSlotTimers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduler with its store and, where tasks run, an agent, all in this process.
///
/// Start order: lock, store, node, calls of other schedulers, acquisition of partitions, driver, Quartz, agent. Stop order is the reverse; running tasks get a grace
/// period.
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final Duration STOP_GRACE = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Operations operations;
  private final FileDeployer deployer;
  private final AccessRegistry accessRegistry;
  private @Nullable AgentListener entrance;

  private Daemon(DataDirectory directory, DaemonConfig config, BootOptions scope) {
    boolean complete = false;
    try {
      opened.push(directory.lock(scope.verb()));
      LogFile.open(directory, opened);
      Store store = Stores.open(store(directory, config.database()));
      opened.push(store);
      DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
      EventBus changes = new EventBus();
      Gateway gateway = new Gateway(dags);
      SchedulerNode node = new SchedulerNode(scope.verb() + "-" + UUID.randomUUID(), store, gateway);
      boolean shares = scope.shares(config);
      node.introduce(SelfIntroduction.of(node, directory, !scope.agents()));
      gateway.serve(node, shares ? new LeasedSchedulers(node) : SchedulerDirectory.ALONE);
      gateway.listen(new EventForwarder(dags, changes));
      deployer = new FileDeployer(directory.agent(),
          new Deployments(store.catalog(), dags, node.activeVersions()::announce), scope.care(), gateway::unable);
      opened.push(deployer);
      AgentRegistry registry = new AgentRegistry(store.agents(), InstantSource.system());
      accessRegistry = new AccessRegistry(store.accessTokens(), InstantSource.system());
      GatewaySessions sessions = new GatewaySessions(gateway);
      Commands commands = new LocalCommands(node);
      OwnerQueries queries = new LocalOwnerQueries(node);
      ClusterNode others = shares ? ClusterListener.open(directory, config, node, commands, queries) : null;
      if (others != null) {
        opened.push(others);
        commands = others.commands();
        queries = others.queries();
      }
      operations = SchedulerOperations.of(node, commands, queries, dags, deployer,
          changes,
          new AgentAdmin(store, registry, sessions, InstantSource.system()), new TokenAdmin(store.agents(),
              () -> AgentListener.fingerprint(directory.path(), config.agents()), InstantSource.system()),
          new AccessTokenAdmin(store.accessTokens(), accessRegistry, InstantSource.system()), sessions);
      if (scope.work() == RunMode.READ) {
        node.readQuarantines();
      } else {
        ThreadedDriver driver = start(directory, config, scope, node, gateway);
        if (others != null) {
          others.signal(driver::lookSoon);
        }
      }
      if (scope.agents()) {
        AgentListener open = AgentListener.open(directory.path(), config.agents(), gateway, registry, sessions);
        opened.push(open);
        entrance = open;
        node.introduce(node.self().serving(open.listener()));
        if (shares && scope.work() == RunMode.RUN) {
          opened.push(serverAgent(directory, config, store, open));
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /// Opens what a verb needs that runs files of its own user: their DAGs are built in this process.
  public static Daemon open(DataDirectory directory, DaemonConfig config, RunMode work, String verb) {
    return new Daemon(directory, config, new BootOptions(verb, work, ExtractionPolicy.TRUSTED, false));
  }

  /// Opens a daemon: DAGs are built in a process of their own.
  public static Daemon serve(DataDirectory directory, DaemonConfig config, String verb) {
    return new Daemon(directory, config, new BootOptions(verb, RunMode.RUN, ExtractionPolicy.ONCE, false));
  }

  /// Opens a daemon that agents of other processes connect to.
  ///
  /// @param local whether this process also runs an agent
  public static Daemon serveAgents(DataDirectory directory, DaemonConfig config, boolean local, String verb) {
    return new Daemon(directory, config,
        new BootOptions(verb, local ? RunMode.RUN : RunMode.COMMAND, ExtractionPolicy.TWICE, true));
  }

  /// Opens `dev` with its own agent and a port for agents of other processes.
  public static Daemon serveDev(DataDirectory directory, DaemonConfig config) {
    return new Daemon(directory, config, new BootOptions("dev", RunMode.RUN, ExtractionPolicy.ONCE, true));
  }

  private ThreadedDriver start(DataDirectory directory, DaemonConfig config, BootOptions scope, SchedulerNode node,
      Gateway gateway) {
    QuartzSlotTimers timers = QuartzSlotTimers.open(node::slotDue);
    opened.push(timers);
    node.slotTimers(timers);
    if (!scope.agents()) {
      SelfIntroduction.refuseBesideOthers(node, scope.verb());
    }
    opened.push(node::leave);
    ThreadedDriver driver = new ThreadedDriver(node, config.scheduler().threads(), config.scheduler().projectionRest());
    // Before anything is acquired, which may last longer than a lease that is not renewed.
    driver.start();
    opened.push(driver);
    node.join(System.currentTimeMillis());
    timers.start();
    // Before what ran in the process before this one is lost and starts again.
    List<Report> exits = ExitNote.take(directory.agent());
    gateway.inherit(exits);
    if (scope.work() == RunMode.RUN && !scope.shares(config)) {
      if (directory.isAbandoned() && exits.isEmpty()) {
        UnfinishedWork.tell(node, gateway);
      }
      Agent agent = new Agent(AgentConfig.of(AgentView.OWN, directory.agent())
          .withSlots(config.agent().slots())
          .withIsolation(config.agent().isolation())
          .withLabels(scope.agents() ? List.of() : List.of(Placement.ANY))
          .withLimits(config.agent().limits()),
          Daemon::halt);
      agent.start(gateway.connect());
      opened.push(() -> agent.close(STOP_GRACE));
    }
    watch(gateway, config.database().embedded() && !scope.agents(), config.agents().lostAfter());
    return driver;
  }

  private static ServerAgent serverAgent(DataDirectory directory, DaemonConfig config, Store store,
      AgentListener listener) {
    String name = SelfIntroduction.agent(directory);
    String fingerprint = listener.listener().fingerprint();
    return ServerAgent.start(config, name, directory.path().resolve("agents").resolve(name), listener.address(),
        fingerprint.isEmpty() ? null : fingerprint, store.agents(), STOP_GRACE);
  }

  /// Detects lost agents. The embedded database has one process at a time, so agents inside earlier processes have certainly ended;
  /// others may still return, and are waited for.
  private void watch(Gateway gateway, boolean alone, Duration lostAfter) {
    AgentFailureDetector watch = new AgentFailureDetector(gateway, lostAfter);
    if (alone) {
      watch.nobodyElse();
    }
    opened.push(AgentMonitorTimer.start(watch, new WorkRebalancer(gateway)));
  }

  private static StoreConfig store(DataDirectory directory, DaemonConfig.Database database) {
    if (database.embedded() && directory.path().toString().contains(";")) {
      throw new DataDirectoryException("Expected a data directory without a semicolon for the H2 database, but found "
          + directory.path() + "; choose another one with --data");
    }
    return database.embedded()
        ? EmbeddedConfig.in(directory.path())
        : PostgresConfig.at(database.url(), database.user(), database.password());
  }

  private static void halt(String reason) {
    LOG.error("This process ends because a body does not stop: {}", reason);
    System.err.println("✗ This process ends because a body does not stop: " + reason
        + "; a body should end when its thread is interrupted. The log of the attempt shows where it hangs");
    Runtime.getRuntime().halt(70);
  }

  /// Address for agents, `HOST:PORT`; null if none can connect.
  public @Nullable String agents() {
    AgentListener open = entrance;
    return open == null ? null : open.address().toString();
  }

  /// Deploys files without the limits of the API.
  public FileDeployer deployer() {
    return deployer;
  }

  /// The operations of the scheduler.
  public Operations operations() {
    return operations;
  }

  /// Who may call the API beside the owner of the data directory.
  public CallerLookup callers() {
    return accessRegistry;
  }

  @Override public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("A component did not stop cleanly", e);
      }
    }
  }
}
