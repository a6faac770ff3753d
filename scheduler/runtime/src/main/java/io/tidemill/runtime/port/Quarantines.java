package io.tidemill.runtime.port;

import java.util.List;

/// DAGs about which deciding failed. What is written here is durable when the call returns, and repeating a call changes
/// nothing.
public interface Quarantines {
  /// Longest reason that is kept, in characters.
  int LONGEST_REASON = 2_000;

  /// All that is noted.
  List<QuarantineEntry> all();

  /// Notes the trouble of a DAG in place of what was noted of it before.
  void note(QuarantineEntry quarantineEntry);

  /// Forgets the trouble of a DAG.
  void forget(int dag);

  /// Trouble of a DAG.
  ///
  /// @param dag number of the DAG
  /// @param failures how many times deciding about it failed
  /// @param at when it failed last, in milliseconds since 1970
  /// @param reason what failed
  record QuarantineEntry(int dag, int failures, long at, String reason) {
    public QuarantineEntry {
      if (reason.length() > LONGEST_REASON) {
        reason = reason.substring(0, LONGEST_REASON);
      }
    }
  }
}
