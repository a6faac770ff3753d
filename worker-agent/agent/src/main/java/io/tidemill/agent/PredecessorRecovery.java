package io.tidemill.agent;

import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.agent.journal.RecoveredJournal;
import io.tidemill.protocol.SchedulerLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settles what the earlier process of this agent has left: first what it had finished is reported and acknowledged, under the
/// keys it had; then everything else it had is said to be lost, at once, instead of after a silence.
final class PredecessorRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(PredecessorRecovery.class);

  private final RecoveredJournal recoveredJournal;
  private final SchedulerLink link;
  private int open;

  PredecessorRecovery(AttemptJournal journal, SchedulerLink link) {
    this.recoveredJournal = journal.recovered();
    this.link = link;
    this.open = recoveredJournal.results().size();
  }

  /// Begins, once the link knows this agent.
  void begin(Reporter reporter) {
    if (recoveredJournal.incarnations().isEmpty()) {
      return;
    }
    LOG.warn(
        "The agent before this one did not end in order: {} results of it are reported now, {} assignments are lost",
        recoveredJournal.results().size(), recoveredJournal.unfinished().size());
    recoveredJournal.results().forEach(reporter::inherit);
    tell();
  }

  /// Some of its results are durable.
  void acknowledged(int results) {
    synchronized (this) {
      open -= results;
    }
    tell();
  }

  /// The session is open, perhaps again, so that what was said may not have arrived.
  void opened() {
    tell();
  }

  private synchronized void tell() {
    if (open == 0) {
      recoveredJournal.incarnations().forEach(link::predecessorLost);
    }
  }
}
