package io.tidemill.console.rest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// JSON schemas of the records of the API, each once under its name.
final class Schemas {
  private final Map<String, Object> records = new TreeMap<>();

  /// All that were asked for, and all that they refer to.
  Map<String, Object> all() {
    return records;
  }

  /// Schema of a body. What may be null, and what is a number or a truth value, may be left out; nothing may be added.
  Map<String, Object> request(Class<?> type) {
    Map<String, Object> schema = object(type, Arrays.stream(type.getRecordComponents())
        .filter(each -> !each.getType().isPrimitive() && !nullable(each))
        .map(RecordComponent::getName)
        .toList());
    schema.put("additionalProperties", false);
    records.put(name(type), schema);
    return reference(type);
  }

  /// Schema of an answer, or a part of one: all members are there.
  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] parts = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? schema("array", "items", of(parts[0]))
          : schema("object", "additionalProperties", of(parts[1]));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      if (!records.containsKey(name(plain))) {
        // Taken before its members are looked at, which may refer to it.
        records.put(name(plain), Map.of());
        records.put(name(plain),
            object(plain, Arrays.stream(plain.getRecordComponents()).map(RecordComponent::getName).toList()));
      }
      return reference(plain);
    }
    if (plain.isEnum()) {
      return schema("string", "enum", Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList());
    }
    return simple(plain);
  }

  private static Map<String, Object> simple(Class<?> type) {
    if (type == String.class) {
      return Map.of("type", "string");
    }
    if (type == int.class || type == Integer.class) {
      return schema("integer", "format", "int32");
    }
    if (type == long.class || type == Long.class) {
      return schema("integer", "format", "int64");
    }
    if (type == double.class || type == Double.class) {
      return schema("number", "format", "double");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == Instant.class) {
      return schema("string", "format", "date-time");
    }
    if (type == JsonNode.class) {
      return Map.of();
    }
    throw new IllegalStateException("Expected a type of the API that has a schema, but found " + type
        + "; use a record, or add it here");
  }

  private Map<String, Object> object(Class<?> type, List<String> required) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (RecordComponent each : type.getRecordComponents()) {
      Map<String, Object> schema = of(each.getGenericType());
      properties.put(each.getName(), nullable(each) && !schema.isEmpty() ? orNull(schema) : schema);
    }
    Map<String, Object> object = schema("object", "properties", properties);
    object.put("required", required);
    return object;
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static boolean nullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Map<String, Object> schema(String type, String key, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put(key, value);
    return schema;
  }

  private static Map<String, Object> reference(Class<?> type) {
    return Map.of("$ref", "#/components/schemas/" + name(type));
  }

  /// Records inside another carry its name before their own.
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
  }
}
