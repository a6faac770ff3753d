package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.isolate.AttemptProcesses;
import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.agent.journal.OrphanProcessReaper;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// All parts of an agent that serves, put together in the order in which they need each other.
record SchedulerSession(AgentConfig config, SchedulerLink link, AttemptJournal journal,
    ConcurrentHashMap<AttemptKey, Job> jobs,
    Reporter reporter, LogShipper logs, WorkerPools pools, AdmissionState serving, AssignmentReceiver receiver,
    PredecessorRecovery predecessor,
    RetiredBundles retired, Suspects suspects, ScheduledThreadPoolExecutor timer) {

  static SchedulerSession of(AgentConfig config, ProcessTerminator processTerminator, AttemptJournal journal,
      SchedulerLink link) {
    AgentLimits limits = config.limits();
    ConcurrentHashMap<AttemptKey, Job> jobs = new ConcurrentHashMap<>();
    PredecessorRecovery predecessor = new PredecessorRecovery(journal, link);
    RecentlyAcknowledged settled = new RecentlyAcknowledged();
    Reporter reporter = new Reporter(link, limits, jobs, journal, settled, predecessor::acknowledged);
    LogShipper logs = new LogShipper(limits.logs());
    ValueReader values = new ValueReader(link, limits.cacheBytes());
    RetiredBundles retired = new RetiredBundles();
    Bundles bundles = new Bundles(new BundleLoader(config.work().resolve("bundles"), limits.files()), link,
        limits.bundles(), retired);
    AttemptProcesses children = new AttemptProcesses(config.isolation(), config.work().resolve("isolated"),
        IsolatedMain.class.getName(), limits.stopGrace(), new OrphanProcessReaper(journal));
    IsolatedBodies isolated = new IsolatedBodies(limits, bundles, values, children);
    ScheduledThreadPoolExecutor timer = newTimer();
    AdmissionState serving = new AdmissionState(link, jobs, reporter);
    AttemptStopper stops = new AttemptStopper(limits, timer, processTerminator, reporter, serving);
    Suspects suspects = journal.keeps() ? Suspects.of(config.work(), journal.recovered()) : Suspects.NONE;
    WorkerPools pools = new WorkerPools(config,
        new AttemptRunner(link, limits, values, isolated, logs, reporter, suspects, stops::limit));
    AssignmentReceiver receiver = new AssignmentReceiver(limits, jobs, settled,
        new RunCache(bundles, values, limits.runs()), pools, reporter, stops,
        serving,
        journal, predecessor);
    return new SchedulerSession(config, link, journal, jobs, reporter, logs, pools, serving, receiver, predecessor,
        retired, suspects, timer);
  }

  /// Begins to serve.
  ///
  /// @throws UncheckedIOException if the journal cannot be written
  void begin(long incarnation) {
    try {
      journal.started(incarnation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reporter.start();
    AgentLimits limits = config.limits();
    long sweep = Math.max(1, limits.startedAfter().toNanos() / 2);
    var _ = timer.scheduleWithFixedDelay(new AttemptMonitor(pools.all(), reporter, limits.startedAfter(), retired),
        sweep,
        sweep, TimeUnit.NANOSECONDS);
    link.hello(new AgentHello(config.name(), incarnation, config.slots(), config.prefetch(), config.labels(),
        config.queues(), journal.recovered().previous(), journal.recovered().earlier(),
        journal.keeps() ? suspects.begun() : null), this::held, receiver);
    predecessor.begin(reporter);
  }

  private List<InventoryItem> held() {
    return jobs.values().stream().map(job -> new InventoryItem(job.key(), Math.max(1, job.unsettled()))).toList();
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
        Thread.ofPlatform()
            .name("tidemill-agent-timer")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
