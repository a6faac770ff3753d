package io.tidemill.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a rerun.
///
/// @param tasks `TASK`, `TASK[KEY]` for a shard or `TASK[FROM..TO]` for the shards between two keys, null or empty: the tasks that
///     failed or were cancelled, and the shards that failed, tolerated ones too
/// @param version version to go on with: `original`, `latest` or a number. Null: the one that the run is on; to apply a plan it must be
///     named where another one is active
/// @param apply false: only say what would run
/// @param plan hash of the plan that was shown, null for whatever it is
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record RerunRequest(@Nullable List<String> tasks, @Nullable String version, boolean apply,
    @Nullable String plan, @Nullable String commandId) implements CommandRequest {
  /// Asks once, on the version that the run is on.
  public RerunRequest(@Nullable List<String> tasks, boolean apply, @Nullable String plan) {
    this(tasks, null, apply, plan, null);
  }
}
