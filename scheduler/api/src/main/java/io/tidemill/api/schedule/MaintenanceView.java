package io.tidemill.api.schedule;

import io.tidemill.api.schedule.PauseView.Scope;
import java.time.Instant;

/// A stretch of time in which no slot gets a run: those that are due wait for its end, and then follow the catch-up rule.
///
/// @param id names it
/// @param scope what it is about
/// @param name id of the DAG, or the tag; empty for all DAGs
/// @param from when it begins
/// @param to when it ends, not part of it
/// @param active whether it lasts now
/// @param by who set it, empty where nobody is known
/// @param reason what it is for, empty where nobody said
public record MaintenanceView(String id, Scope scope, String name, Instant from, Instant to, boolean active, String by,
    String reason) {
  /// What it is about, for people.
  public String target() {
    return switch (scope) {
      case DAG -> "DAG " + name;
      case TAG -> "tag " + name;
      case ALL -> "all DAGs";
    };
  }

  @Override public String toString() {
    return "maintenance of " + target() + (active ? " until " + to : " from " + from + " to " + to)
        + (by.isEmpty() ? "" : " by " + by) + (reason.isEmpty() ? "" : ": " + reason);
  }
}
