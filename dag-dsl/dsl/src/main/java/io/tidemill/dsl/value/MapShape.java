package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import io.tidemill.dsl.text.MessageText;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A map as JSON object, in its order.
///
/// @param type its declared class
/// @param sorted whether the declared class sorts its keys
/// @param empty makes the map that is read
/// @param key a [ScalarShape] or an [EnumShape]
record MapShape(Class<?> type, boolean sorted, Supplier<Map<@Nullable Object, @Nullable Object>> empty, ValueShape key,
    ValueShape content) implements ValueShape {
  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    if (!type.isInstance(value)) {
      throw new JsonException("expected a " + type.getSimpleName() + ", found a " + value.getClass().getName());
    }
    if (sorted && value instanceof SortedMap<?, ?> map) {
      CollectionShape.natural(map.comparator());
    }
    out.begin('{');
    var names = new HashSet<String>();
    for (var each : ((Map<?, ?>) value).entrySet()) {
      var name = name(each.getKey());
      // Of a map without end not all names are kept.
      if (!out.isTooLong() && !names.add(name)) {
        throw new JsonException("expected keys of different texts, found two with the text " + MessageText.text(name));
      }
      out.name(name);
      try {
        content.write(out, each.getValue());
      } catch (JsonException e) {
        throw e.within(place(name));
      }
    }
    out.end('}');
  }

  private String name(@Nullable Object of) {
    if (of == null) {
      throw new JsonException("expected a key for every entry, found null");
    }
    return key instanceof ScalarShape scalar ? scalar.text(of) : ((EnumShape) key).text(of);
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return null;
    }
    var read = empty.get();
    for (var name = in.firstName(); name != null; name = in.nextName()) {
      try {
        var known = key instanceof ScalarShape scalar ? scalar.parse(name) : ((EnumShape) key).parse(name);
        if (read.containsKey(known)) {
          throw new JsonException("expected each key once, found it twice");
        }
        read.put(known, content.read(in));
      } catch (JsonException e) {
        throw e.within(place(name));
      }
    }
    return read;
  }

  private static String place(String key) {
    return "{" + MessageText.text(key) + "}";
  }
}
