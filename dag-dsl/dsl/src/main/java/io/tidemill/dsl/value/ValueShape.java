package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/// How values of one type are written and read, null included. Immutable once built; safe for use by several threads.
interface ValueShape {
  /// @throws JsonException if the value cannot be written
  void write(JsonWriter out, @Nullable Object value);

  /// @throws JsonException if the JSON does not fit
  @Nullable Object read(JsonReader in);

  /// Whether null is how a value is written that is no null: an empty Optional.
  default boolean writesNull() {
    return false;
  }
}
