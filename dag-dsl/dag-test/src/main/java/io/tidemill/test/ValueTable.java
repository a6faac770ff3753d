package io.tidemill.test;

import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Users' values, written as an agent writes them and read anew for each body. The engine sees their numbers.
final class ValueTable {
  private final List<Packed> values = new ArrayList<>();

  /// Values of one form.
  private record Packed(ValueForm form, List<byte[]> json) {}

  /// Keeps a value.
  ///
  /// @throws ValueException if an agent could not send it
  Value put(ValueForm form, @Nullable Object value) throws ValueException {
    byte[] json = form.encode(value, ValueCodec.MOST_BYTES);
    return put(new Packed(form, List.of(json)), form.variant(value));
  }

  /// Keeps values as one.
  ///
  /// @throws ValueException if an agent could not send one of them
  Value putAll(ValueForm form, List<? extends @Nullable Object> all) throws ValueException {
    List<byte[]> json = new ArrayList<>(all.size());
    for (Object each : all) {
      json.add(form.encode(each, ValueCodec.MOST_BYTES));
    }
    return put(new Packed(form, json), "");
  }

  private Value put(Packed packed, String variant) {
    values.add(packed);
    return Value.stored(values.size(), 1, variant);
  }

  private @Nullable Packed packed(@Nullable Value value) {
    return value == null || value.inline() != null ? null : values.get((int) value.id() - 1);
  }

  /// @throws ValueException if it cannot be read
  @Nullable Object get(@Nullable Value value) throws ValueException {
    return get(value, 0);
  }

  /// One of several values.
  ///
  /// @throws ValueException if it cannot be read
  @Nullable Object get(@Nullable Value value, int index) throws ValueException {
    Packed packed = packed(value);
    return packed == null ? null : packed.form.decode(packed.json.get(index));
  }

  /// What a packed value of texts holds.
  List<String> texts(@Nullable Value value) {
    Packed packed = packed(value);
    List<String> texts = new ArrayList<>();
    try {
      for (int i = 0; packed != null && i < packed.json.size(); i++) {
        texts.add((String) packed.form.decode(packed.json.get(i)));
      }
    } catch (ValueException e) {
      throw new IllegalStateException("Expected texts, but: " + e.getMessage(), e);
    }
    return texts;
  }

  /// The result of a shard; the last block that has it counts.
  ///
  /// @throws ValueException if it cannot be read
  @Nullable Object result(List<ShardBlock> blocks, int shard) throws ValueException {
    for (ShardBlock block : blocks.reversed()) {
      for (int i = 0; i < block.indexes().length; i++) {
        if (block.indexes()[i] == shard) {
          return get(block.value(), i);
        }
      }
    }
    throw new IllegalStateException("Expected a result of shard " + shard + ", but there is none");
  }
}
