package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/// The result of a body that has none: null.
enum NothingShape implements ValueShape {
  INSTANCE;

  @Override public void write(JsonWriter out, @Nullable Object value) {
    out.literal("null");
  }

  @Override public @Nullable Object read(JsonReader in) {
    in.skip();
    return null;
  }
}
