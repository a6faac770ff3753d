package io.tidemill.dsl;

import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.dsl.graph.ParamNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a parameter record into its fields, and says what of it has no schema.
final class ParamSchema {
  private static final Map<Class<?>, String> NAMES = Map.ofEntries(Map.entry(String.class, "string"),
      Map.entry(char.class, "string"), Map.entry(Character.class, "string"), Map.entry(UUID.class, "string"),
      Map.entry(URI.class, "string"), Map.entry(byte[].class, "string"), Map.entry(byte.class, "integer"),
      Map.entry(Byte.class, "integer"), Map.entry(short.class, "integer"), Map.entry(Short.class, "integer"),
      Map.entry(int.class, "integer"), Map.entry(Integer.class, "integer"), Map.entry(long.class, "integer"),
      Map.entry(Long.class, "integer"), Map.entry(BigInteger.class, "integer"), Map.entry(float.class, "number"),
      Map.entry(Float.class, "number"), Map.entry(double.class, "number"), Map.entry(Double.class, "number"),
      Map.entry(BigDecimal.class, "number"), Map.entry(boolean.class, "boolean"), Map.entry(Boolean.class, "boolean"),
      Map.entry(LocalDate.class, "date"), Map.entry(LocalTime.class, "time"),
      Map.entry(LocalDateTime.class, "date-time"),
      Map.entry(Instant.class, "instant"), Map.entry(Duration.class, "duration"), Map.entry(ZoneId.class, "zone"));
  private static final Map<Class<?>, long[]> RANGES = Map.of(byte.class, range(Byte.MIN_VALUE, Byte.MAX_VALUE),
      Byte.class,
      range(Byte.MIN_VALUE, Byte.MAX_VALUE), short.class, range(Short.MIN_VALUE, Short.MAX_VALUE), Short.class,
      range(Short.MIN_VALUE, Short.MAX_VALUE), int.class, range(Integer.MIN_VALUE, Integer.MAX_VALUE), Integer.class,
      range(Integer.MIN_VALUE, Integer.MAX_VALUE), long.class, range(Long.MIN_VALUE, Long.MAX_VALUE), Long.class,
      range(Long.MIN_VALUE, Long.MAX_VALUE));

  private final Problems problems;
  private final String place;

  ParamSchema(Problems problems, String place) {
    this.problems = problems;
    this.place = place;
  }

  private static long[] range(long min, long max) {
    return new long[]{min, max};
  }

  List<ParamNode> of(Class<?> params) {
    if (!params.isRecord()) {
      problems.add("params-not-a-record", place, "a record as the class of the parameters", params.getTypeName(),
          "Write record Params(…), or leave the class out for a DAG without parameters.");
      return List.of();
    }
    if (params.getTypeParameters().length > 0) {
      problems.add("params-without-schema", place, "a record without type parameters", params.getTypeName(), "");
      return List.of();
    }
    var nodes = new ArrayList<ParamNode>();
    for (var component : params.getRecordComponents()) {
      var node = node(params, component);
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private @Nullable ParamNode node(Class<?> params, RecordComponent component) {
    var where = params.getSimpleName() + "." + component.getName();
    var declared = component.getGenericType();
    var optional = declared instanceof ParameterizedType with && with.getRawType() == Optional.class;
    var type = optional ? ((ParameterizedType) declared).getActualTypeArguments()[0] : declared;
    var faults = JsonShape.faults(type);
    for (var fault : faults) {
      problems.add("params-without-schema", place, "a type with a schema for the parameter " + where, fault.found(),
          fault.hint());
    }
    if (!faults.isEmpty()) {
      return null;
    }
    var name = name(type);
    if (name == null) {
      problems.add("params-without-schema", place, "a type with a schema for the parameter " + where,
          type.getTypeName(),
          "Use Instant with a ZoneId, LocalDate, LocalTime, LocalDateTime, Duration, a number, a string, an enum, a record or a "
              + "list of these.");
      return null;
    }
    var range = type instanceof Class<?> plain ? RANGES.get(plain) : null;
    var doc = component.getAnnotation(Doc.class);
    var written = component.getAnnotation(Default.class);
    var defaultJson = written != null
        ? defaultJson(where, type, name, written.value())
        : optional || isNullable(component) ? "null" : null;
    return new ParamNode(component.getName(), name, range == null ? null : range[0], range == null ? null : range[1],
        doc == null ? "" : doc.value(), defaultJson);
  }

  private static boolean isNullable(RecordComponent component) {
    return marked(component.getAnnotatedType()) || marked(component);
  }

  private static boolean marked(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  private static @Nullable String name(Type type) {
    if (type instanceof Class<?> plain) {
      var name = NAMES.get(plain);
      if (name != null) {
        return name;
      }
      if (plain.isEnum()) {
        return Arrays.stream(plain.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name())
            .collect(Collectors.joining("|", "enum:", ""));
      }
      if (plain.isArray()) {
        return array(plain.getComponentType());
      }
      return plain.isRecord() || plain.isSealed() ? "object" : null;
    }
    if (type instanceof GenericArrayType array) {
      return array(array.getGenericComponentType());
    }
    var element = JsonShape.element(type);
    return element == null ? "object" : array(element);
  }

  private static @Nullable String array(Type element) {
    var name = name(element);
    return name == null ? null : "array:" + name;
  }

  private @Nullable String defaultJson(String where, Type type, String name, String text) {
    try {
      return json(type, name, text);
    } catch (IllegalArgumentException | DateTimeException unfit) {
      problems.add("bad-default", place, "a default of type " + name + " for the parameter " + where,
          MessageText.text(text),
          unfit instanceof NumberFormatException || unfit.getMessage() == null ? "" : unfit.getMessage());
      return null;
    }
  }

  private static String json(Type type, String name, String text) {
    if (name.startsWith("array:")) {
      var element = type instanceof Class<?> plain
          ? plain.getComponentType()
          : type instanceof GenericArrayType array ? array.getGenericComponentType() : JsonShape.element(type);
      var of = name.substring("array:".length());
      if (element == null || of.startsWith("array:") || of.equals("object")) {
        throw new IllegalArgumentException("Only lists of plain values have a default.");
      }
      return text.isEmpty()
          ? "[]"
          : Arrays.stream(text.split(",", -1))
              .map(part -> json(element, of, part.strip()))
              .collect(Collectors.joining(",", "[", "]"));
    }
    return switch (name) {
      case "integer" -> integer(type, text);
      case "number" -> number(type, text);
      case "boolean" -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw new IllegalArgumentException("Write true or false.");
        }
        yield text;
      }
      case "date" -> quoted(LocalDate.parse(text));
      case "time" -> quoted(LocalTime.parse(text));
      case "date-time" -> quoted(LocalDateTime.parse(text));
      case "instant" -> quoted(Instant.parse(text));
      case "duration" -> quoted(Duration.parse(text));
      case "zone" -> quoted(ZoneId.of(text));
      case "string" -> string(type, text);
      case "object" -> throw new IllegalArgumentException("Nested records have no default.");
      default -> constant((Class<?>) type, text);
    };
  }

  private static String integer(Type type, String text) {
    var value = new BigInteger(text);
    var range = type instanceof Class<?> plain ? RANGES.get(plain) : null;
    if (range != null && (value.compareTo(BigInteger.valueOf(range[0])) < 0
        || value.compareTo(BigInteger.valueOf(range[1])) > 0)) {
      throw new IllegalArgumentException("The type holds " + range[0] + " to " + range[1] + ".");
    }
    return value.toString();
  }

  private static String number(Type type, String text) {
    var value = new BigDecimal(text);
    if (value.scale() < -1_000 || value.scale() > 1_000
        || (type != BigDecimal.class && !Double.isFinite(value.doubleValue()))) {
      throw new IllegalArgumentException("The number does not fit its type.");
    }
    return value.toString();
  }

  private static String string(Type type, String text) {
    if (type == UUID.class) {
      return quoted(UUID.fromString(text));
    }
    if (type == URI.class) {
      return quoted(URI.create(text));
    }
    if ((type == char.class || type == Character.class) && text.length() != 1) {
      throw new IllegalArgumentException("Write one character.");
    }
    return quoted(text);
  }

  private static String constant(Class<?> type, String text) {
    var names = Arrays.stream(type.getEnumConstants()).map(constant -> ((Enum<?>) constant).name()).toList();
    if (!names.contains(text)) {
      throw new IllegalArgumentException("Its constants are " + String.join(", ", names) + ".");
    }
    return quoted(text);
  }

  private static String quoted(Object value) {
    return GraphJson.text(value.toString());
  }
}
