package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.isolate.Children;
import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.agent.journal.Leftovers;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Held;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// All parts of an agent that serves, put together in the order in which they need each other.
record Session(AgentConfig config, SchedulerLink link, AttemptJournal journal, ConcurrentHashMap<AttemptKey, Job> jobs,
    Reporter reporter, LogShipper logs, Lanes lanes, Serving serving, Intake intake,
    Predecessor predecessor,
    ScheduledThreadPoolExecutor timer) {

  static Session of(AgentConfig config, Halt halt, AttemptJournal journal, SchedulerLink link) {
    AgentLimits limits = config.limits();
    ConcurrentHashMap<AttemptKey, Job> jobs = new ConcurrentHashMap<>();
    Predecessor predecessor = new Predecessor(journal, link);
    Settled settled = new Settled();
    Reporter reporter = new Reporter(link, limits, jobs, journal, settled, predecessor::acknowledged);
    LogShipper logs = new LogShipper(limits.logs());
    Values values = new Values(link, limits.cacheBytes());
    Bundles bundles = new Bundles(new BundleLoader(config.work().resolve("bundles"), limits.files()), link,
        limits.bundles());
    Children children = new Children(config.isolation(), config.work().resolve("isolated"),
        IsolatedMain.class.getName(), limits.stopGrace(), new Leftovers(journal));
    IsolatedBodies isolated = new IsolatedBodies(limits, bundles, values, children);
    Lanes lanes = new Lanes(config, new AttemptRunner(link, limits, values, isolated, logs, reporter));
    ScheduledThreadPoolExecutor timer = newTimer();
    Serving serving = new Serving(link, jobs, reporter);
    Stops stops = new Stops(limits, timer, halt, reporter, serving);
    Intake intake = new Intake(limits, jobs, settled, new Runs(bundles, values, limits.runs()), lanes, reporter, stops,
        serving,
        journal, predecessor);
    return new Session(config, link, journal, jobs, reporter, logs, lanes, serving, intake, predecessor, timer);
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
    var _ = timer.scheduleWithFixedDelay(new Sweep(lanes.all(), reporter, limits.startedAfter()), sweep,
        sweep, TimeUnit.NANOSECONDS);
    link.hello(new AgentHello(config.name(), incarnation, config.slots(), config.prefetch(), config.labels(),
        config.queues(), journal.estate().previous()), this::held, intake);
    predecessor.begin(reporter);
  }

  private List<Held> held() {
    return jobs.values().stream().map(job -> new Held(job.key(), Math.max(1, job.unsettled()))).toList();
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
