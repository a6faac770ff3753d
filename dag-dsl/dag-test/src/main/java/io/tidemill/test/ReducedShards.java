package io.tidemill.test;

import io.tidemill.dsl.Shards;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.engine.effect.TaskInput;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The results of a sharded task as its reduce sees them.
final class ReducedShards implements Shards<Object> {
  private final TaskInput.Sharded input;
  private final ValueTable values;
  private final List<String> keys;
  private final List<Integer> failed;

  ReducedShards(TaskInput.Sharded input, ValueTable values) {
    this.input = input;
    this.values = values;
    keys = values.texts(input.keys());
    failed = input.failed();
  }

  @Override public int size() {
    return keys.size() - failed.size();
  }

  @Override public List<String> failedKeys() {
    return failed.stream().map(keys::get).toList();
  }

  @Override public Stream<Shard<Object>> stream() {
    return IntStream.range(0, keys.size())
        .filter(shard -> !failed.contains(shard))
        .mapToObj(shard -> new Shard<>(keys.get(shard), result(shard)));
  }

  private @Nullable Object result(int shard) {
    try {
      return values.result(input.blocks(), shard);
    } catch (ValueException e) {
      throw new IllegalStateException("Result of shard " + keys.get(shard) + ": " + e.getMessage(), e);
    }
  }
}
