package io.tidemill.test;

import io.tidemill.dsl.Shards;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.state.ShardBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The results of a sharded task as its reduce sees them.
final class ReducedShards implements Shards<Object> {
  private final List<?> keys;
  private final List<Integer> failed;
  private final Map<Integer, @Nullable Object> results = new HashMap<>();

  ReducedShards(TaskInput.Sharded input, ValueTable values) {
    keys = values.list(input.keys());
    failed = input.failed();
    for (ShardBlock block : input.blocks()) {
      List<?> packed = values.list(block.value());
      for (int i = 0; i < block.indexes().length; i++) {
        results.put(block.indexes()[i], packed.get(i));
      }
    }
    failed.forEach(results::remove);
  }

  @Override public int size() {
    return keys.size() - failed.size();
  }

  @Override public List<String> failedKeys() {
    return failed.stream().map(shard -> (String) keys.get(shard)).toList();
  }

  @Override public Stream<Shard<Object>> stream() {
    return IntStream.range(0, keys.size())
        .filter(shard -> !failed.contains(shard))
        .mapToObj(shard -> new Shard<>((String) keys.get(shard), results.get(shard)));
  }
}
