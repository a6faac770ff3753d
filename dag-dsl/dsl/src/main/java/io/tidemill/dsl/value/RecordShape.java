package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record as JSON object of its components: their values as the record holds them, whatever its methods say, and made again by
/// its canonical constructor.
final class RecordShape implements ValueShape {
  private final Class<?> type;
  private final Constructor<?> constructor;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  private record Part(int index, Field field, ValueShape shape) {}

  /// @throws JsonException if the record's module is closed
  RecordShape(RecordType record) {
    type = record.raw();
    try {
      constructor = type.getDeclaredConstructor(
          record.components().stream().map(each -> each.declared().getType()).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw closed(e);
    }
  }

  private JsonException closed(Exception e) {
    return new JsonException(
        "expected a record that can be read and made, found " + type.getTypeName() + ", which cannot ("
            + e.getMessage() + "); open its package in module-info",
        e);
  }

  /// Sets the shapes of the components, in their order: after the making, as a record may contain itself.
  void components(List<ValueShape> shapes) {
    try {
      for (var component : type.getRecordComponents()) {
        var field = type.getDeclaredField(component.getName());
        field.setAccessible(true);
        parts.put(component.getName(), new Part(parts.size(), field, shapes.get(parts.size())));
      }
    } catch (NoSuchFieldException | InaccessibleObjectException e) {
      throw closed(e);
    }
  }

  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    if (!type.isInstance(value)) {
      throw new JsonException("expected a " + type.getSimpleName() + ", found a " + value.getClass().getName());
    }
    out.begin('{');
    for (var each : parts.entrySet()) {
      out.name(each.getKey());
      try {
        each.getValue().shape.write(out, each.getValue().field.get(value));
      } catch (JsonException e) {
        throw e.within("." + each.getKey());
      } catch (IllegalAccessException e) {
        throw closed(e);
      }
    }
    out.end('}');
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return null;
    }
    var values = new @Nullable Object[parts.size()];
    var given = new boolean[parts.size()];
    for (var name = in.firstName(); name != null; name = in.nextName()) {
      try {
        var part = part(name);
        if (given[part.index]) {
          throw new JsonException("expected it once, found it twice");
        }
        given[part.index] = true;
        values[part.index] = part.shape.read(in);
      } catch (JsonException e) {
        throw e.within("." + name);
      }
    }
    for (var each : parts.entrySet()) {
      if (!given[each.getValue().index]) {
        throw new JsonException("expected a value, found none").within("." + each.getKey());
      }
    }
    return make(values);
  }

  private Part part(String name) {
    var part = parts.get(name);
    if (part == null) {
      var hint = NearestName.hint(name, parts.keySet());
      throw new JsonException("expected one of " + parts.keySet() + ", found " + MessageText.text(name)
          + (hint.isEmpty() ? "" : "; " + hint));
    }
    return part;
  }

  private Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof VirtualMachineError error) {
        throw error;
      }
      throw new JsonException(
          "expected values that " + type.getSimpleName() + " takes, found that its constructor threw "
              + e.getCause(),
          e.getCause());
    } catch (IllegalArgumentException e) {
      throw new JsonException("expected values of the types of " + type.getSimpleName() + ", found "
          + Arrays.toString(Arrays.stream(values).map(v -> v == null ? null : v.getClass().getSimpleName()).toArray()),
          e);
    } catch (ReflectiveOperationException e) {
      throw closed(e);
    }
  }
}
