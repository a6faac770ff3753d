package io.tidemill.gateway;

import io.tidemill.runtime.RepeatedWarning;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the agents every second on a thread of its own: detects lost ones, and rebalances work.
public final class AgentMonitorTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMonitorTimer.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final ScheduledThreadPoolExecutor timer;

  private AgentMonitorTimer(ScheduledThreadPoolExecutor timer) {
    this.timer = timer;
  }

  /// Starts the thread.
  public static AgentMonitorTimer start(AgentFailureDetector watch, WorkRebalancer workRebalancer) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
        Thread.ofPlatform().name("tidemill-agents-watch").daemon().inheritInheritableThreadLocals(false).factory());
    RepeatedWarning failures = new RepeatedWarning(LOG);
    Runnable round = () -> {
      try {
        watch.step();
        workRebalancer.step();
      } catch (RuntimeException e) {
        failures.tell("Expected to check the agents, but it failed and is tried again: " + e);
        LOG.debug("It failed with", e);
      }
    };
    var _ = timer.scheduleWithFixedDelay(round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return new AgentMonitorTimer(timer);
  }

  @Override public void close() {
    timer.shutdownNow();
  }
}
