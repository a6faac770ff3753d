package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An [OptionalInt], [OptionalLong] or [OptionalDouble]: null where it is empty, else its number.
///
/// @param type which of them
record OptionalNumberShape(Class<?> type, OptionalShape number) implements ValueShape {
  /// Class of the number in it, null for another type.
  static @Nullable Class<?> content(Class<?> type) {
    return type == OptionalInt.class
        ? Integer.class
        : type == OptionalLong.class ? Long.class : type == OptionalDouble.class ? Double.class : null;
  }

  @Override public void write(JsonWriter out, @Nullable Object value) {
    number.write(out, switch (value) {
      case OptionalInt with -> with.isPresent() ? Optional.of(with.getAsInt()) : Optional.empty();
      case OptionalLong with -> with.isPresent() ? Optional.of(with.getAsLong()) : Optional.empty();
      case OptionalDouble with -> with.isPresent() ? Optional.of(with.getAsDouble()) : Optional.empty();
      case null -> throw new JsonException("expected an " + type.getSimpleName() + ", found null");
      default ->
        throw new JsonException("expected an " + type.getSimpleName() + ", found a " + value.getClass().getName());
    });
  }

  @Override public Object read(JsonReader in) {
    var read = ((Optional<?>) number.read(in)).orElse(null);
    if (type == OptionalInt.class) {
      return read == null ? OptionalInt.empty() : OptionalInt.of((Integer) read);
    }
    if (type == OptionalLong.class) {
      return read == null ? OptionalLong.empty() : OptionalLong.of((Long) read);
    }
    return read == null ? OptionalDouble.empty() : OptionalDouble.of((Double) read);
  }

  @Override public boolean writesNull() {
    return true;
  }
}
