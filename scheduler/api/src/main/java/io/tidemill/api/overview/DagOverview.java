package io.tidemill.api.overview;

import io.tidemill.api.dag.DagView;
import io.tidemill.api.run.RunView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DAG with its latest runs.
///
/// @param last its latest run, null before the first
/// @param headline why its latest run failed in one line, null where it did not
/// @param runs its latest runs, oldest first, at most [#RUNS]
/// @param usualMillis median time of those of them that succeeded, in milliseconds; null where none did
public record DagOverview(DagView dag, @Nullable RunView last, @Nullable String headline, List<RunBar> runs,
    @Nullable Long usualMillis) {
  /// Latest runs that are told of each DAG.
  public static final int RUNS = 15;
}
