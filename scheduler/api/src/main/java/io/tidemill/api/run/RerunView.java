package io.tidemill.api.run;

import io.tidemill.engine.state.TaskState;
import java.util.List;

/// What a rerun runs again.
///
/// @param plan hash that names this plan
/// @param applied false: it was only asked for
public record RerunView(List<Change> changes, String plan, boolean applied) {
  /// What happens to one task.
  ///
  /// @param from its state now
  /// @param shards how many of its shards run again, -1: all of it
  public record Change(String task, TaskState from, int shards) {}
}
