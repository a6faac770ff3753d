package io.tidemill.agent;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.isolate.Children;
import io.tidemill.agent.log.CapturedOutput;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Held;
import io.tidemill.protocol.SchedulerLink;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the bodies of tasks for a scheduler.
///
/// An agent serves one session: [#start] once, [#close] once. It takes over standard output and error of the process, to
/// give each attempt what it prints; everything else is printed as before.
public final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final AgentConfig config;
  private final Halt halt;
  private final long incarnation = new SecureRandom().nextLong();
  private final ConcurrentHashMap<AttemptKey, Job> jobs = new ConcurrentHashMap<>();
  private @Nullable Session session;

  /// All that a session needs.
  private record Session(SchedulerLink link, Reporter reporter, LogShipper logs, Lanes lanes, Intake intake,
      ScheduledThreadPoolExecutor timer) {}

  /// @param halt what ends the process if a body does not stop
  public Agent(AgentConfig config, Halt halt) {
    this.config = config;
    this.halt = halt;
  }

  /// Introduces the agent to the scheduler; from then on it takes assignments.
  ///
  /// @throws IllegalStateException if it was started before
  public synchronized void start(SchedulerLink link) {
    if (session != null) {
      throw new IllegalStateException(
          "Expected to start agent '" + config.name() + "' once, but it was started before");
    }
    CapturedOutput.install();
    AgentLimits limits = config.limits();
    Reporter reporter = new Reporter(link, limits, jobs);
    LogShipper logs = new LogShipper(limits.logs());
    Values values = new Values(link, limits.cacheBytes());
    Bundles bundles = new Bundles(new BundleLoader(config.work().resolve("bundles"), limits.files()), link,
        limits.bundles());
    Children children = new Children(config.isolation(), config.work().resolve("isolated"),
        IsolatedMain.class.getName(),
        limits.stopGrace(), _ -> {});
    IsolatedBodies isolated = new IsolatedBodies(limits, values, children);
    Lanes lanes = new Lanes(config, new AttemptRunner(link, limits, values, isolated, logs, reporter));
    ScheduledThreadPoolExecutor timer = timer();
    Stops stops = new Stops(limits, timer, halt, reporter);
    Intake intake = new Intake(limits, jobs, new Runs(bundles, values, limits.runs()), lanes, reporter, stops);
    session = new Session(link, reporter, logs, lanes, intake, timer);
    reporter.start();
    long sweep = Math.max(1, limits.startedAfter().toNanos() / 2);
    var _ = timer.scheduleWithFixedDelay(new Sweep(lanes.all(), reporter, limits.startedAfter()), sweep,
        sweep,
        TimeUnit.NANOSECONDS);
    link.hello(new AgentHello(config.name(), incarnation, config.slots(), config.prefetch(), config.labels(),
        List.of(AgentHello.DEFAULT_QUEUE), 0), this::held, intake);
  }

  /// Reports again what was not acknowledged, and what is running: for a session that was interrupted and goes on.
  ///
  /// @throws IllegalStateException if the agent was not started
  public void resend() {
    session().intake().opened();
  }

  /// What the agent has now.
  private List<Held> held() {
    return jobs.values().stream().map(job -> new Held(job.key(), Math.max(1, job.unsettled()))).toList();
  }

  /// Ends the session. Takes nothing more, gives back what has not started, waits for what runs and for the acknowledgement
  /// of what is reported. Bodies that run beyond the grace are interrupted and not reported: their scheduler will find them
  /// lost.
  ///
  /// @param grace longest wait for running bodies; as long again, but at most ten seconds, for everything else
  public void close(Duration grace) {
    Session current;
    synchronized (this) {
      current = session;
      session = null;
    }
    if (current == null) {
      return;
    }
    current.intake().close();
    try {
      if (!current.lanes().close(grace)) {
        abandon(current);
      }
      Duration rest = grace.compareTo(Duration.ofSeconds(10)) < 0 ? grace : Duration.ofSeconds(10);
      boolean acknowledged = current.reporter().close(rest);
      boolean shipped = current.logs().close(rest);
      if (!acknowledged || !shipped) {
        LOG.warn("Agent '{}' closes with {}{}{}", config.name(), acknowledged ? "" : "reports not acknowledged",
            acknowledged || shipped ? "" : " and ", shipped ? "" : "logs not shipped");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      abandon(current);
    } finally {
      current.timer().shutdownNow();
      current.link().bye();
    }
  }

  private void abandon(Session current) {
    for (Job job : jobs.values()) {
      for (Attempt attempt : job.running()) {
        LOG.warn("Agent '{}' closes while {}/{}/{} runs; it is interrupted", config.name(), attempt.dag(),
            attempt.run(),
            attempt.task());
        attempt.abandon();
      }
    }
    try {
      current.lanes().close(config.limits().stopGrace());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Session session() {
    Session current = session;
    if (current == null) {
      throw new IllegalStateException("Expected agent '" + config.name() + "' to be running, but it is not");
    }
    return current;
  }

  private static ScheduledThreadPoolExecutor timer() {
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
