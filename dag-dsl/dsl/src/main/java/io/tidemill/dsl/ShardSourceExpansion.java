package io.tidemill.dsl;

import io.tidemill.dsl.code.ShardElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the shards of a sharded task, handing each to a collector that knows the limit.
@FunctionalInterface
interface ShardSourceExpansion {
  void expand(List<@Nullable Object> inputs, ShardCollector to) throws Exception;

  /// Takes shards one by one; throws once there are too many, or a key is unfit or came twice.
  interface ShardCollector {
    /// Says how many shards will follow, so that too many are refused before the first.
    void expect(long count);

    void add(ShardElement shard);
  }
}
