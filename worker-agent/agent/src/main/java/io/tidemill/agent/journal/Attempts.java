package io.tidemill.agent.journal;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.Report;

/// Counts attempts.
final class Attempts {
  private Attempts() {}

  /// How many attempts an assignment asks for.
  static int of(Assignment assignment) {
    return assignment instanceof Assignment.RunShards shards
        ? shards.shards().stream().mapToInt(each -> each.end() - each.first()).sum()
        : 1;
  }

  /// How many attempts a report ends.
  static int of(Report report) {
    return switch (report) {
      case Report.Started _ -> 0;
      case Report.Succeeded _,Report.Failed _,Report.Expanded _ -> 1;
      case Report.ShardsEnded ended -> ended.indexes().length + ended.failed().size();
    };
  }
}
