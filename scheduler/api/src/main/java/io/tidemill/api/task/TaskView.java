package io.tidemill.api.task;

import io.tidemill.engine.state.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A task of a run.
///
/// @param upstream ids of the tasks it waits for
/// @param last whether no other task waits for it
/// @param attempt number of the latest attempt, 0 for none yet
/// @param tolerated whether its failure does not fail the run
/// @param cleanUp whether it is clean-up, which still runs when the run is cancelled or its deadline is over
/// @param nextAt when its next attempt is due, or the first of its shards, null where none waits for that
/// @param version version of the DAG that its latest attempt is of, null for none yet
/// @param agent name of the agent of the latest attempt, null for none
/// @param ranMicros how long its latest attempt ran, of a task with shards all attempts of all shards together, in microseconds;
///     null where none has ended
/// @param cpuMicros time of the processor of the same, in microseconds, null where it is not known
/// @param peakBytes most memory of a process of the same, in bytes, null where none had a process of its own
/// @param shards counts of its shards, null where it is not sharded or not expanded yet
/// @param waits why no agent takes it, or some of its shards, for people; null where one does, or where it has not been ready for long
/// @param output its result where that is small, else null
/// @param stored whether it has a result that is not small
public record TaskView(String id, String kind, TaskState state, List<String> upstream, boolean last, int attempt,
    @Nullable Integer version, boolean tolerated, boolean cleanUp, @Nullable Instant nextAt,
    @Nullable Instant readyAt, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String agent,
    @Nullable Long ranMicros, @Nullable Long cpuMicros, @Nullable Long peakBytes, @Nullable ShardCounts shards,
    @Nullable String waits, @Nullable JsonNode output, boolean stored) {
  /// How far the shards of a task are.
  public record ShardCounts(int all, int done, int failed) {}
}
