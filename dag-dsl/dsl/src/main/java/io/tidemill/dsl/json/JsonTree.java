package io.tidemill.dsl.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as objects: null, [Boolean], [JsonNumber], [String], [List] and [Map] with string keys, in their order.
public final class JsonTree {
  private static final int MOST_SHOWN = 60;

  private JsonTree() {}

  /// The value of a text.
  ///
  /// @throws JsonException if the text is not one JSON value, or an object has a name twice
  public static @Nullable Object parse(String text) {
    var in = new JsonReader(text);
    var value = read(in);
    in.end();
    return value;
  }

  private static @Nullable Object read(JsonReader in) {
    return switch (in.peek()) {
      case '{' -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (var name = in.firstName(); name != null; name = in.nextName()) {
          if (object.containsKey(name)) {
            throw new JsonException("expected each name once, found a duplicate").within("." + name);
          }
          object.put(name, read(in));
        }
        yield object;
      }
      case '[' -> {
        List<@Nullable Object> array = new ArrayList<>();
        for (var more = in.firstElement(); more; more = in.nextElement()) {
          array.add(read(in));
        }
        yield array;
      }
      case '"' -> in.string();
      case '0' -> new JsonNumber(in.number());
      case 'n' -> in.nextIsNull() ? null : "";
      case 't', 'f' -> in.bool();
      default -> throw in.wrong("a JSON value");
    };
  }

  /// Writes a value.
  ///
  /// @throws JsonException if a string has half of a surrogate pair, or the value is too deep or too long
  public static void write(JsonWriter out, @Nullable Object value) {
    switch (value) {
      case null -> out.literal("null");
      case String text -> out.string(text);
      case JsonNumber number -> out.literal(number.text());
      case Boolean flag -> out.literal(flag.toString());
      case List<?> array -> {
        out.begin('[');
        array.forEach(each -> write(out, each));
        out.end(']');
      }
      case Map<?, ?> object -> {
        out.begin('{');
        object.forEach((name, each) -> {
          out.name((String) name);
          write(out, each);
        });
        out.end('}');
      }
      default -> throw new IllegalArgumentException("Expected JSON, but found a " + value.getClass().getName());
    }
  }

  /// The value as JSON.
  ///
  /// @param limit most bytes
  public static String text(@Nullable Object value, int limit) {
    var out = new JsonWriter(limit);
    write(out, value);
    return out.text();
  }

  /// The beginning of a value, for a message.
  public static String shown(@Nullable Object value) {
    try {
      var text = text(value, 1 << 20);
      return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    } catch (JsonException e) {
      return value instanceof List ? "an array" : value instanceof Map ? "an object" : "a long or broken text";
    }
  }
}
