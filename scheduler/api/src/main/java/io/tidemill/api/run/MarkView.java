package io.tidemill.api.run;

import io.tidemill.engine.state.TaskState;
import java.util.List;

/// What marking a task changes.
///
/// @param changes the marked task, then those behind it that had not run; of one that was applied the first 20
/// @param tasks how many tasks change
/// @param plan hash that names this plan
/// @param applied false: it was only asked for
public record MarkView(List<Change> changes, int tasks, String plan, boolean applied) {
  /// What happens to one task.
  ///
  /// @param from its state now
  /// @param to its state after: WAITING where its join rule is asked again
  public record Change(String task, TaskState from, TaskState to) {}
}
