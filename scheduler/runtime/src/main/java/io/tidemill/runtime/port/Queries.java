package io.tidemill.runtime.port;

import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions people ask, answered from the query tables: committed state, a little behind the journal.
public interface Queries {
  /// Runs, newest first.
  ///
  /// @param dag number of the DAG, 0 for all
  /// @param status only these, empty for all
  /// @param before only runs before this one in the order, null to begin with the newest
  /// @param limit most runs, at least 1
  List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit);

  /// One run, or null.
  @Nullable RunRow run(int dag, long run);

  /// The run of a DAG with that trigger key, or null.
  @Nullable RunRow runByKey(int dag, String key);

  /// Task instances of a run by index. Those that still wait for their upstreams have no row.
  List<TaskRow> tasks(int dag, long run);

  /// Attempts of a run that did not succeed, by task, shard and attempt.
  ///
  /// @param task index of the task, -1 for all
  /// @param limit most rows, at least 1
  List<FailureRow> failures(int dag, long run, int task, int limit);

  /// The snapshot parts of a run that ended, ascending; empty if it is not known or has not ended.
  List<RunChunk> finalState(int dag, long run);

  /// Number of the last entry of a partition that the tables hold.
  long projected(int partition);

  /// Place of a run in the order newest first.
  record Position(long createdAt, int dag, long run) {}
}
