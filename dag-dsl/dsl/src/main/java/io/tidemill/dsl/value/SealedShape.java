package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a sealed type: `{"variant": simple name, "value": …}`, read in either order. The variants are those the source
/// names, so JSON can choose among them and nothing else.
final class SealedShape implements ValueShape {
  private static final String VARIANT = "variant";
  private static final String VALUE = "value";

  private final Class<?> type;
  private final Map<String, ValueShape> variants = new LinkedHashMap<>();

  SealedShape(Class<?> type) {
    this.type = type;
  }

  void variant(String name, ValueShape shape) {
    variants.put(name, shape);
  }

  /// Name of the variant of a value.
  static String nameOf(Object value) {
    return (value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass()).getSimpleName();
  }

  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    var name = nameOf(value);
    var shape = variants.get(name);
    if (shape == null || !type.isInstance(value)) {
      throw new JsonException("expected a " + type.getSimpleName() + ", found a " + value.getClass().getName());
    }
    out.begin('{');
    out.name(VARIANT);
    out.string(name);
    out.name(VALUE);
    try {
      shape.write(out, value);
    } catch (JsonException e) {
      throw e.within("(" + name + ")");
    }
    out.end('}');
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return null;
    }
    if (in.peek() != '{') {
      throw in.wrong(expected());
    }
    // The writer puts the variant first; only JSON of others is looked through twice.
    var start = in.mark();
    var first = in.firstName();
    if (VARIANT.equals(first)) {
      var name = in.string();
      var shape = shape(name);
      if (!VALUE.equals(in.nextName())) {
        throw incomplete();
      }
      var value = read(in, name, shape);
      last(in);
      return value;
    }
    if (!VALUE.equals(first)) {
      throw incomplete();
    }
    in.skip();
    if (!VARIANT.equals(in.nextName())) {
      throw incomplete();
    }
    var name = in.string();
    var shape = shape(name);
    last(in);
    var end = in.mark();
    in.reset(start);
    in.firstName();
    var value = read(in, name, shape);
    in.reset(end);
    return value;
  }

  private ValueShape shape(String variant) {
    var shape = variants.get(variant);
    if (shape == null) {
      var hint = NearestName.hint(variant, variants.keySet());
      throw new JsonException("expected " + expected() + ", found the variant " + MessageText.text(variant)
          + (hint.isEmpty() ? "" : "; " + hint));
    }
    return shape;
  }

  private static @Nullable Object read(JsonReader in, String variant, ValueShape shape) {
    try {
      return shape.read(in);
    } catch (JsonException e) {
      throw e.within("(" + variant + ")");
    }
  }

  private void last(JsonReader in) {
    if (in.nextName() != null) {
      throw new JsonException("expected " + expected() + ", found more members");
    }
  }

  private JsonException incomplete() {
    return new JsonException("expected " + expected() + ", found other members");
  }

  private String expected() {
    return "{\"variant\": one of " + variants.keySet() + ", \"value\": …}";
  }
}
