package io.tidemill.agent.journal;

import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.Report;
import java.util.List;

/// What the earlier processes of a work folder left.
///
/// @param incarnations of those that did not end in order, oldest first; at most [#MOST_INCARNATIONS]
/// @param results what was finished and not acknowledged, in the order it was finished
/// @param unfinished what was accepted and of which no such result is kept
/// @param processes what they had started and not ended
public record RecoveredJournal(List<Long> incarnations, List<Result> results, List<InventoryItem> unfinished,
    List<ProcessId> processes) {
  /// Processes that were killed one after the other, and are remembered.
  public static final int MOST_INCARNATIONS = 256;

  /// There was nobody, or all is settled.
  public static final RecoveredJournal NOTHING = new RecoveredJournal(List.of(), List.of(), List.of(), List.of());

  public RecoveredJournal {
    incarnations = List.copyOf(incarnations);
    results = List.copyOf(results);
    unfinished = List.copyOf(unfinished);
    processes = List.copyOf(processes);
  }

  /// A report that was not acknowledged.
  ///
  /// @param number to be acknowledged with
  public record Result(long number, Report report) {}

  /// The processes before the one before this one.
  public List<Long> earlier() {
    return incarnations.isEmpty() ? List.of() : incarnations.subList(0, incarnations.size() - 1);
  }

  /// The process before this one, 0 if there is none.
  public long previous() {
    return incarnations.isEmpty() ? 0 : incarnations.getLast();
  }
}
