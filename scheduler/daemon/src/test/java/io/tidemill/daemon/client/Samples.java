package io.tidemill.daemon.client;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values of the types of the API.
///
/// @param sparse leaves out what may be left out
record Samples(boolean sparse) {
  /// Nothing of it may stand in an address as it is.
  private static final String TEXT = "ä +&?#b";

  @Nullable Object of(Type type, boolean nullable) {
    if (nullable && sparse) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      Object part = of(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1], false);
      return generic.getRawType() == List.class ? List.of(part, part) : Map.of("key", part);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[plain.getEnumConstants().length - 1];
    }
    return simple(plain);
  }

  private @Nullable Object simple(Class<?> type) {
    if (type == String.class) {
      return TEXT;
    }
    if (type == int.class || type == Integer.class) {
      return 7;
    }
    if (type == long.class || type == Long.class) {
      return 1L << 40;
    }
    if (type == double.class || type == Double.class) {
      return 1.5;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == Instant.class) {
      return Instant.parse("2026-01-02T03:04:05.678Z");
    }
    if (type == byte[].class) {
      return new byte[]{0, 1, -1};
    }
    if (type == JsonNode.class) {
      return JsonNodeFactory.instance.objectNode().put("a", 1).put("b", TEXT);
    }
    if (type == void.class) {
      return null;
    }
    throw new IllegalStateException("Expected a type of the API, but found " + type + "; add a sample of it here");
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(Arrays.stream(components)
          .map(each -> of(each.getGenericType(), each.getAnnotatedType().isAnnotationPresent(Nullable.class)))
          .toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
