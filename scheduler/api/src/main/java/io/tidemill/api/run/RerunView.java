package io.tidemill.api.run;

import io.tidemill.engine.reply.RerunPlanned.Extent;
import io.tidemill.engine.state.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rerun runs again.
///
/// @param changes tasks that change, by index; of an applied rerun the first 20
/// @param tasks how many tasks change
/// @param version version that the run goes on with
/// @param original version that the run began with
/// @param latest version that is active now, null where the DAG was removed
/// @param plan hash that names this plan
/// @param applied false: it was only asked for
public record RerunView(List<Change> changes, int tasks, int version, int original, @Nullable Integer latest,
    String plan, boolean applied) {
  /// What happens to one task.
  ///
  /// @param from its state now
  /// @param extent how much of it runs again
  /// @param shards how many of its shards run again, -1 unless it is some of them
  public record Change(String task, TaskState from, Extent extent, int shards) {}
}
