package io.tidemill.runtime.diff;

import java.util.List;

/// One part of a DAG that is different in another version.
///
/// @param name id of the task or group, name of the parameter or schedule, id of the DAG
/// @param details what is different about it; of an added part, what it is
public record GraphChange(Kind kind, Subject subject, String name, List<Detail> details) {
  public GraphChange {
    details = List.copyOf(details);
  }

  /// How it is different.
  public enum Kind {
    ADDED, REMOVED, CHANGED
  }

  /// What kind of part it is.
  public enum Subject {
    DAG, SCHEDULE, PARAM, GROUP, TASK
  }

  /// One difference.
  ///
  /// @param what in words, such as `result type` or `upstream`
  /// @param before as text, empty for nothing
  /// @param after as text, empty for nothing
  public record Detail(String what, String before, String after) {}
}
