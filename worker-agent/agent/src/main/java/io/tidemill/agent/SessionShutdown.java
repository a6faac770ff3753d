package io.tidemill.agent;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a session, in order: take nothing more, give back what waits, let end what runs, have it acknowledged, ship the
/// logs, disconnect. An interrupt of the closing thread cuts the waiting short.
final class SessionShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(SessionShutdown.class);
  private static final Duration MOST_FOR_THE_REST = Duration.ofSeconds(10);

  private final SchedulerSession session;
  private final String name;

  SessionShutdown(SchedulerSession session) {
    this.session = session;
    this.name = session.config().name();
  }

  /// @param grace longest wait for running bodies; as long again, but at most ten seconds, for reports, and for each chunk of the logs
  void run(Duration grace) {
    boolean clean = false;
    session.serving().close();
    try {
      boolean ended = session.pools().close(grace);
      if (!ended) {
        abandon();
      }
      Duration rest = grace.compareTo(MOST_FOR_THE_REST) < 0 ? grace : MOST_FOR_THE_REST;
      clean = awaitReports(rest) && ended;
    } catch (InterruptedException _) {
      abandon();
      Thread.currentThread().interrupt();
    } finally {
      session.timer().shutdownNow();
      session.link().disconnect();
      session.journal().close(clean && session.jobs().isEmpty());
    }
  }

  private boolean awaitReports(Duration atMost) throws InterruptedException {
    boolean acknowledged = session.reporter().close(atMost);
    boolean shipped = session.logs().close(atMost);
    if (!acknowledged || !shipped) {
      LOG.warn("Agent '{}' closes with {}{}{}", name, acknowledged ? "" : "reports not acknowledged",
          acknowledged || shipped ? "" : " and ", shipped ? "" : "logs not shipped");
    }
    return acknowledged;
  }

  private void abandon() {
    for (Job job : session.jobs().values()) {
      for (Attempt attempt : job.running()) {
        LOG.warn("Agent '{}' closes while {}/{}/{} runs; it is interrupted", name, attempt.dag(), attempt.run(),
            attempt.task());
        attempt.abandon();
      }
    }
    try {
      session.pools().close(session.config().limits().stopGrace());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
