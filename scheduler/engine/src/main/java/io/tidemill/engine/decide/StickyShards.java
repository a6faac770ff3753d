package io.tidemill.engine.decide;

import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Chooses which ready shards of a task go out together: those of an aligned task that the same agent ran before, as far as that
/// is known; of other tasks the first ones.
///
/// @param before the shards of the task before, null where the task is not aligned
record StickyShards(ShardTable table, @Nullable ShardTable before) {
  /// Most shards looked at for one assignment.
  private static final int LOOKED_AT = 4 * Dispatch.SHARDS_AT_ONCE;

  static StickyShards of(RunState run, CompiledTask task, ShardTable table) {
    return new StickyShards(table, task.aligned() ? run.shards(task.alignedWith()) : null);
  }

  /// The agent that should have the first ready shard, 0 for any.
  long first() {
    return before == null ? 0 : before.ranOn(table.nextReady(0));
  }

  /// How many ready shards, up to some, should go where the first ready one goes.
  int together(int most) {
    if (before == null) {
      return most;
    }
    int shard = table.nextReady(0);
    long agent = before.ranOn(shard);
    int end = shard + LOOKED_AT;
    int found = 0;
    for (; shard >= 0 && shard < end && found < most; shard = table.nextReady(shard + 1)) {
      found += before.ranOn(shard) == agent ? 1 : 0;
    }
    return found;
  }

  /// The shards that a grant is used for, ascending: those its agent ran before, then the first of the others.
  int[] choose(Grant grant) {
    int[] chosen = new int[grant.slots()];
    int count = before == null ? 0 : choose(chosen, 0, before, grant.agent());
    if (count < chosen.length) {
      int mine = count;
      for (int shard = table.nextReady(0); count < chosen.length; shard = table.nextReady(shard + 1)) {
        if (mine == 0 || Arrays.binarySearch(chosen, 0, mine, shard) < 0) {
          chosen[count++] = shard;
        }
      }
      Arrays.sort(chosen);
    }
    return chosen;
  }

  private int choose(int[] chosen, int from, ShardTable ran, long agent) {
    int count = from;
    int shard = table.nextReady(0);
    int end = shard + LOOKED_AT;
    for (; shard >= 0 && shard < end && count < chosen.length; shard = table.nextReady(shard + 1)) {
      if (ran.ranOn(shard) == agent) {
        chosen[count++] = shard;
      }
    }
    return count;
  }
}
