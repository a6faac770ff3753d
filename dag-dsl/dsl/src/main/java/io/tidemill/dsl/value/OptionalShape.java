package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An [Optional]: null where it is empty, else its content; where the content may be written as null too, an array of it.
record OptionalShape(ValueShape content) implements ValueShape {
  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      throw new JsonException("expected an Optional, found null; use Optional.empty()");
    }
    if (!(value instanceof Optional<?> optional)) {
      throw new JsonException("expected an Optional, found a " + value.getClass().getName());
    }
    if (optional.isEmpty()) {
      out.literal("null");
    } else if (content.writesNull()) {
      out.begin('[');
      content.write(out, optional.get());
      out.end(']');
    } else {
      content.write(out, optional.get());
    }
  }

  @Override public Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return Optional.empty();
    }
    if (!content.writesNull()) {
      return Optional.ofNullable(content.read(in));
    }
    if (!in.firstElement()) {
      throw new JsonException("expected an array of one, found an empty one");
    }
    var read = content.read(in);
    if (in.nextElement()) {
      throw new JsonException("expected an array of one, found more");
    }
    return Optional.ofNullable(read);
  }

  @Override public boolean writesNull() {
    return true;
  }
}
