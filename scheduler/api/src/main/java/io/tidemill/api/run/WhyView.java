package io.tidemill.api.run;

import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a run, or a task of it, is where it is.
///
/// @param headline why it failed or was asked to stop in one line, null where it did neither
/// @param tasks tasks that do not go on, those that hold up others first; of an ended run those that did not succeed; at most [#MOST]
/// @param more how many more there are
public record WhyView(RunView run, @Nullable String headline, List<TaskWhy> tasks, int more) {
  /// Tasks told in one answer.
  public static final int MOST = 200;

  /// Why a task, or a shard of it, is where it is.
  ///
  /// @param shard key of the shard, `#` and its index where the key is not known; null where no shard was asked about
  /// @param shardState what the shard is at, null where none was asked about
  /// @param blockers in the order in which they have to go; empty where it runs, or where nothing is in its way
  /// @param earliest when it goes on at the earliest, null where nobody can say
  public record TaskWhy(String task, TaskState state, @Nullable String shard, @Nullable ShardState shardState,
      List<Blocker> blockers, @Nullable Instant earliest) {}
}
