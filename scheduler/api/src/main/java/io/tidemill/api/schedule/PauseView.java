package io.tidemill.api.schedule;

import java.time.Instant;

/// A pause that lasts.
///
/// @param scope what is paused
/// @param name id of the DAG, or the tag; empty for all DAGs
/// @param since when it began
/// @param by who asked for it, empty where nobody is known
public record PauseView(Scope scope, String name, Instant since, String by) {
  /// What is paused.
  public enum Scope {
    /// One DAG.
    DAG,
    /// The DAGs with a tag.
    TAG,
    /// All DAGs.
    ALL
  }

  @Override public String toString() {
    String what = switch (scope) {
      case DAG -> "the DAG";
      case TAG -> "tag " + name;
      case ALL -> "all DAGs";
    };
    return what + (by.isEmpty() ? "" : " by " + by);
  }
}
