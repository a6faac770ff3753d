package io.tidemill.agent.journal;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.Report;
import java.util.List;

/// The journal of an agent that needs none.
final class NoJournal implements AttemptJournal {
  @Override public boolean keeps() {
    return false;
  }

  @Override public RecoveredJournal recovered() {
    return RecoveredJournal.NOTHING;
  }

  @Override public void started(long incarnation) {
    // Nobody will ask.
  }

  @Override public void accepted(List<Assignment> assignments) {
    // Nobody will ask.
  }

  @Override public long reported(List<Report> reports) {
    return 0;
  }

  @Override public void acknowledged(long[] numbers) {
    // Nothing was kept.
  }

  @Override public void noted(ProcessId process) {
    // Nobody will ask.
  }

  @Override public void forgotten(ProcessId process) {
    // Nothing was kept.
  }

  @Override public void close(boolean clean) {
    // Nothing was opened.
  }
}
