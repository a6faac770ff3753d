package io.tidemill.test;

import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Users' values, as the objects they are. The engine sees their numbers.
final class ValueTable {
  private final List<@Nullable Object> values = new ArrayList<>();

  /// @param variant simple name of the sealed variant, empty for other types
  Value put(@Nullable Object value, String variant) {
    values.add(value);
    return Value.stored(values.size(), 1, variant);
  }

  @Nullable Object get(@Nullable Value value) {
    return value == null || value.inline() != null ? null : values.get((int) value.id() - 1);
  }

  /// What a packed value holds.
  List<?> list(@Nullable Value value) {
    return get(value) instanceof List<?> list ? list : List.of();
  }

  /// The result of a shard; the last block that has it counts.
  @Nullable Object result(List<ShardBlock> blocks, int shard) {
    for (ShardBlock block : blocks.reversed()) {
      for (int i = 0; i < block.indexes().length; i++) {
        if (block.indexes()[i] == shard) {
          return list(block.value()).get(i);
        }
      }
    }
    throw new IllegalStateException("Expected a result of shard " + shard + ", but there is none");
  }
}
