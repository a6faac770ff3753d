package io.tidemill.engine.apply;

import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timer;
import java.util.ArrayList;

final class ShardRetriesScheduledApplier {
  private ShardRetriesScheduledApplier() {}

  static void apply(ShardRetriesScheduled fact, RunState run, PartitionState state) {
    ShardTable table = run.shards(fact.task());
    for (int shard : fact.shards()) {
      table.move(shard, ShardState.RETRY_WAIT);
      table.countRetry();
      table.due().computeIfAbsent(fact.dueAt(), due -> new ArrayList<>()).add(shard);
    }
    run.touch(fact.task());
    state.timers().add(new Timer(fact.dueAt(), run.dag(), run.number(), fact.task()));
  }
}
