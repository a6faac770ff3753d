package io.tidemill.api.service;

import io.tidemill.engine.state.Value;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RunChunk;
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

  static ShardNames of(SchedulerNode node, OwnerQueries owner, Catalog.Dag dag, long run) {
    ShardKeyCodec keys = new ShardKeyCodec(node.store().values());
    Map<Integer, Value> active = owner.shardKeys(dag, run);
    if (active != null && !active.isEmpty()) {
      return new ShardNames(keys, active);
    }
    List<byte[]> chunks = node.store().queries().finalState(dag.number(), run).stream().map(RunChunk::bytes).toList();
    return new ShardNames(keys, chunks.isEmpty()
        ? Map.of()
        : LocalOwnerQueries.shardKeys(new SnapshotDecoder(node.graphs()).decode(dag.number(), run, chunks)));
  }

  /// The key of a shard, null if it is not known.
  @Nullable String name(int task, int shard) {
    Value value = byTask.get(task);
    return value == null ? null : keys.key(value, shard);
  }
}
