package io.tidemill.api.overview;

import io.tidemill.api.run.AssetUpdatesView;
import io.tidemill.api.run.RunView;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.TaskView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A run with its tasks.
///
/// @param params parameters of the run
/// @param counts number of tasks in each state
/// @param failure the first attempt that made the run fail, null where none did
/// @param headline why it failed in one line, null where it did not
/// @param assetUpdates the events of assets that started it, empty where others did
/// @param usualMillis median time of the latest runs of its DAG that succeeded, in milliseconds; null where none did
public record RunOverview(RunView run, JsonNode params, List<TaskView> tasks, Map<String, Integer> counts,
    @Nullable FailureView failure, @Nullable String headline, List<AssetUpdatesView> assetUpdates,
    @Nullable Long usualMillis) {}
