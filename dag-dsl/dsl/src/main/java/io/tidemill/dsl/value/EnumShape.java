package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An enum constant by its name, whatever its `toString` says.
final class EnumShape implements ValueShape {
  private final Class<?> type;
  private final Map<String, Object> constants = new LinkedHashMap<>();

  EnumShape(Class<?> type) {
    this.type = type;
    for (var constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
  }

  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
    } else {
      out.string(text(value));
    }
  }

  String text(Object value) {
    if (!(value instanceof Enum<?> constant) || !type.isInstance(value)) {
      throw new JsonException("expected a " + type.getSimpleName() + ", found a " + value.getClass().getName());
    }
    return constant.name();
  }

  @Override public @Nullable Object read(JsonReader in) {
    return in.nextIsNull() ? null : parse(in.string());
  }

  Object parse(String name) {
    var constant = constants.get(name);
    if (constant == null) {
      var hint = NearestName.hint(name, constants.keySet());
      throw new JsonException("expected one of " + String.join(", ", constants.keySet()) + ", found "
          + MessageText.text(name) + (hint.isEmpty() ? "" : "; " + hint));
    }
    return constant;
  }
}
