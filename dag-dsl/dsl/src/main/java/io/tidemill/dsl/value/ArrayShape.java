package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// An array as JSON array.
///
/// @param component class of its elements
record ArrayShape(Class<?> component, ValueShape element) implements ValueShape {
  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    if (!value.getClass().isArray()) {
      throw new JsonException("expected an array, found a " + value.getClass().getName());
    }
    out.begin('[');
    for (var i = 0; i < Array.getLength(value); i++) {
      try {
        element.write(out, Array.get(value, i));
      } catch (JsonException e) {
        throw e.within("[" + i + "]");
      }
    }
    out.end(']');
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return null;
    }
    var read = new ArrayList<@Nullable Object>();
    for (var more = in.firstElement(); more; more = in.nextElement()) {
      try {
        read.add(element.read(in));
      } catch (JsonException e) {
        throw e.within("[" + read.size() + "]");
      }
    }
    var array = Array.newInstance(component, read.size());
    for (var i = 0; i < read.size(); i++) {
      Array.set(array, i, read.get(i));
    }
    return array;
  }
}
