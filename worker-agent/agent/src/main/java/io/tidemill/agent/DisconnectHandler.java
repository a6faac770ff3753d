package io.tidemill.agent;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.protocol.AttemptKey;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the work of an agent of which no scheduler hears any more, because it may be given to others: what waits ends at once,
/// what runs is interrupted, and a body that still runs after the grace takes the process with it. Tasks that say
/// [AgentLost#WAIT] are given to nobody else and go on.
///
/// How it all ended is reported when the session opens again. If it opens before the grace is over, the body is halted
/// all the same: it was asked to stop, and others may have been told that it has.
final class DisconnectHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DisconnectHandler.class);

  private final Map<AttemptKey, Job> jobs;
  private final AdmissionState admissionState;
  private final AttemptStopper attemptStopper;
  private final Reporter reporter;

  DisconnectHandler(Map<AttemptKey, Job> jobs, AdmissionState admissionState, AttemptStopper attemptStopper,
      Reporter reporter) {
    this.jobs = jobs;
    this.admissionState = admissionState;
    this.attemptStopper = attemptStopper;
    this.reporter = reporter;
  }

  void happened() {
    admissionState.cutOff();
    int stopped = 0;
    for (Job job : jobs.values()) {
      if (waits(job)) {
        continue;
      }
      stopped++;
      for (Attempt each : job.stop(StopCause.CUT_OFF, reporter)) {
        each.stop(StopCause.CUT_OFF);
        attemptStopper.watchCutOff(each);
      }
    }
    LOG.warn("No scheduler answers; {} of {} assignments are stopped, since they may be given to others", stopped,
        jobs.size());
  }

  private static boolean waits(Job job) {
    TaskNode node = job.node();
    return node != null && node.onAgentLost() == AgentLost.WAIT;
  }
}
