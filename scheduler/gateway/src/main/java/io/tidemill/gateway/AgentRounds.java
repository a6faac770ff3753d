package io.tidemill.gateway;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the agents every second on a thread of its own: detects lost ones, and rebalances work.
public final class AgentRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRounds.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final ScheduledThreadPoolExecutor timer;

  private AgentRounds(ScheduledThreadPoolExecutor timer) {
    this.timer = timer;
  }

  /// Starts the thread.
  public static AgentRounds start(AgentWatch watch, TakeBack takeBack) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
        Thread.ofPlatform().name("tidemill-agents-watch").daemon().inheritInheritableThreadLocals(false).factory());
    Runnable round = () -> {
      try {
        watch.step();
        takeBack.step();
      } catch (RuntimeException e) {
        LOG.error("Expected to check the agents, but it failed; trying again", e);
      }
    };
    var _ = timer.scheduleWithFixedDelay(round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return new AgentRounds(timer);
  }

  @Override public void close() {
    timer.shutdownNow();
  }
}
