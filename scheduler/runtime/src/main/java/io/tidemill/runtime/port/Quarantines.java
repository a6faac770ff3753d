package io.tidemill.runtime.port;

import io.tidemill.dsl.text.WellFormed;
import java.util.List;

/// DAGs about which deciding failed, or that cannot be read or written. What is written here is durable when the call returns, and repeating a call changes
/// nothing.
public interface Quarantines {
  /// Longest reason that is kept, in characters.
  int LONGEST_REASON = 2_000;

  /// All that is noted.
  List<QuarantineEntry> all();

  /// Notes what is wrong with a DAG in place of what was noted of it before.
  void note(QuarantineEntry quarantineEntry);

  /// Forgets what is wrong with a DAG.
  ///
  /// @param audit written in the same commit
  void forget(int dag, AuditEntry audit);

  /// What is wrong with a DAG.
  ///
  /// @param dag number of the DAG
  /// @param failures how many times deciding about it failed
  /// @param at when it failed last, in milliseconds since 1970
  /// @param reason what failed
  record QuarantineEntry(int dag, int failures, long at, String reason) {
    public QuarantineEntry {
      // It may quote what a table cannot take, and the cut may go through a letter.
      reason = WellFormed.mended(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)).replace('\0', ' '));
    }
  }
}
