package io.tidemill.engine.reply;

import io.tidemill.engine.state.TaskState;
import java.util.List;

/// What a rerun runs again.
///
/// @param changes tasks that change, by index
/// @param hash names this plan
/// @param applied false: it was only asked for
public record RerunPlanned(List<Change> changes, String hash, boolean applied) implements Reply {
  /// What happens to one task.
  ///
  /// @param task id of the task
  /// @param from its state now
  /// @param shards how many of its shards run again, -1: all of it runs again
  public record Change(String task, TaskState from, int shards) {}
}
