package io.tidemill.api.service;

import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RunChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks up the keys of a run's shards: in memory while it is active, in its last snapshot after that.
final class ShardNames {
  private final ShardKeyCodec keys;
  private final Map<Integer, Value> byTask;

  private ShardNames(ShardKeyCodec keys, Map<Integer, Value> byTask) {
    this.keys = keys;
    this.byTask = byTask;
  }

  static ShardNames of(SchedulerNode node, Catalog.Dag dag, long run) {
    ShardKeyCodec keys = new ShardKeyCodec(node.store().values());
    Map<Integer, Value> active = node.inspect(dag.partition(), state -> values(state, dag.number(), run));
    if (active != null && !active.isEmpty()) {
      return new ShardNames(keys, active);
    }
    List<byte[]> chunks = node.store().queries().finalState(dag.number(), run).stream().map(RunChunk::bytes).toList();
    return new ShardNames(keys, chunks.isEmpty()
        ? Map.of()
        : values(new SnapshotDecoder(node.plans()).decode(dag.number(), run, chunks)));
  }

  /// The key of a shard, null if it is not known.
  @Nullable String name(int task, int shard) {
    Value value = byTask.get(task);
    return value == null ? null : keys.key(value, shard);
  }

  private static Map<Integer, Value> values(PartitionState state, int dag, long run) {
    RunState found = state.run(dag, run);
    return found == null ? Map.of() : values(found);
  }

  private static Map<Integer, Value> values(RunState run) {
    Map<Integer, Value> values = new HashMap<>();
    for (int task = 0; task < run.plan().size(); task++) {
      ShardTable table = run.table(task);
      Value own = table == null ? null : table.keys();
      if (own != null) {
        values.put(task, own);
      } else if (table != null && run.plan().task(task).aligned()) {
        Value others = values.get(run.plan().task(task).alignedWith());
        if (others != null) {
          values.put(task, others);
        }
      }
    }
    return values;
  }
}
