package io.tidemill.api.run;

import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A run with all that belongs to it.
///
/// @param counts number of tasks in each state
/// @param failures the first attempts that did not succeed, at most [#MOST_FAILURES]
/// @param moreFailures whether there are more
/// @param assetUpdates the events of assets that started it, empty where others did
public record RunDetail(RunView run, JsonNode params, List<TaskView> tasks, Map<String, Integer> counts,
    List<FailureView> failures, boolean moreFailures, List<AssetUpdatesView> assetUpdates) {
  /// Failures told with a run.
  public static final int MOST_FAILURES = 1_000;
}
