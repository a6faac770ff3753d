package io.tidemill.agent;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.SchedulerLink;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the agent takes new work. While it does not, the scheduler is told so, and what has not started is given back. Safe
/// for use by several threads.
final class AdmissionState {
  private final SchedulerLink link;
  private final Map<AttemptKey, Job> jobs;
  private final Reporter reporter;
  private final Set<Attempt> stuck = new HashSet<>();
  private boolean closing;
  private boolean cutOff;
  private volatile @Nullable String refusal;

  AdmissionState(SchedulerLink link, Map<AttemptKey, Job> jobs, Reporter reporter) {
    this.link = link;
    this.jobs = jobs;
    this.reporter = reporter;
  }

  /// Why nothing new is taken, null if it is.
  @Nullable String refusal() {
    return refusal;
  }

  /// The agent ends.
  void close() {
    synchronized (this) {
      closing = true;
      decide();
      link.draining();
    }
    giveBack();
  }

  /// A body does not stop; the process may have to be halted because of it.
  void stuck(Attempt attempt) {
    synchronized (this) {
      if (!stuck.add(attempt) || stuck.size() > 1) {
        return;
      }
      decide();
      if (!closing) {
        link.draining();
      }
    }
    giveBack();
  }

  /// A body that did not stop has ended after all.
  synchronized void ended(Attempt attempt) {
    if (stuck.remove(attempt) && stuck.isEmpty()) {
      decide();
      if (!closing) {
        link.serving();
      }
    }
  }

  /// No scheduler answers.
  synchronized void cutOff() {
    cutOff = true;
    decide();
  }

  /// The session is open; a new one knows nothing of what the last one was told.
  synchronized void opened() {
    cutOff = false;
    decide();
    if (refusal != null) {
      link.draining();
    }
  }

  private void decide() {
    if (closing) {
      refusal = "The agent closes";
    } else if (!stuck.isEmpty()) {
      refusal = "The agent drains, because a body in its process does not stop";
    } else {
      refusal = cutOff ? "The agent is cut off from its schedulers" : null;
    }
  }

  /// Gives back what has not started, if nothing new is taken.
  void giveBack() {
    String why = refusal;
    if (why != null) {
      FailureReport released = FailureReports.released(why);
      jobs.values().forEach(each -> each.endUnclaimed(released, reporter));
    }
  }
}
