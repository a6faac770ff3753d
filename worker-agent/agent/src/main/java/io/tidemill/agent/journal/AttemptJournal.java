package io.tidemill.agent.journal;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.Report;
import java.io.IOException;
import java.util.List;

/// What an agent writes down so that the process after it knows. Safe for use by several threads; no method waits for anything
/// but the disk.
public interface AttemptJournal {
  /// Keeps nothing: for an agent that ends with its scheduler.
  AttemptJournal NONE = new NoJournal();

  /// Whether anything is kept: the agent has a process and a work folder of its own.
  default boolean keeps() {
    return true;
  }

  /// What earlier processes left.
  RecoveredJournal recovered();

  /// Notes that a process begins.
  ///
  /// @throws IOException if that cannot be written
  void started(long incarnation) throws IOException;

  /// Notes attempts that are about to be accepted. None of them may start before this returns.
  ///
  /// @throws IOException if that cannot be written now, and nothing of it is; the message says why
  void accepted(List<Assignment> assignments) throws IOException;

  /// Notes reports that are about to be made. What cannot be written is not kept: it is lost if the process ends before the
  /// scheduler has acknowledged it, and runs again.
  ///
  /// @return number of the first, the others follow; 0 if they are not kept
  long reported(List<Report> reports);

  /// Notes that reports are durable.
  ///
  /// @param numbers given by [#reported] or found in the [RecoveredJournal]; 0 is ignored
  void acknowledged(long[] numbers);

  /// Notes a process that is to be ended should this one be killed.
  ///
  /// @throws IOException if that cannot be written
  void noted(ProcessId process) throws IOException;

  /// Notes that a process has ended.
  void forgotten(ProcessId process);

  /// Ends the journal.
  ///
  /// @param clean nothing is unsettled: the next process need not know of this one
  void close(boolean clean);
}
